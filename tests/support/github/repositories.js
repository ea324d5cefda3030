// The repositories of the stand-in's people: a short list, enough for paging and for a private one.
// Owns: their facts. The last one of each person is private.
// Must not: shape API bodies.

const FACTS = {
  "ada-brook": [
    ["tide-table", "Tides for small harbours, computed offline.", "Rust", 182],
    ["sluice", "A build tool that only rebuilds what the water touched.", "Go", 641],
    ["slow-trains", "Night connections across Europe, as plain text.", "TypeScript", 57],
    ["dotfiles", null, "Shell", 4],
    ["harbour-notes", "Drafts.", null, 0],
  ],
  "jun-okafor": [
    ["contour", "Contour lines from open elevation data.", "Python", 316],
    ["lagos-bus-map", "The bus network, drawn by hand.", "JavaScript", 88],
    ["survey-private", "Field notes.", null, 0],
  ],
  "rosa-lindqvist": [["hello", "My first repository.", null, 0]],
};

export function repositoriesOf({ login, id }) {
  const facts = FACTS[login];
  return facts.map(([name, description, language, stars], index) => ({
    id: id * 10 + index,
    name,
    description,
    language,
    stars,
    private: index > 0 && index === facts.length - 1,
    updatedAt: `2026-0${9 - index}-14T08:30:00Z`,
  }));
}
