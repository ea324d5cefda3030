// The three invented people of the stand-in, and the drawings that are their avatars.
// Owns: who exists, with the facts GET /user tells about them.
// Must not: remember who is signed in or what they granted.

export const people = [
  {
    login: "ada-brook",
    id: 7310452,
    name: "Ada Brook",
    email: "ada@example.com",
    company: "Millrace Tools",
    location: "Bergen",
    bio: "Build systems, tide tables, slow trains.",
    followers: 214,
    following: 31,
    createdAt: "2014-04-17T09:12:44Z",
    colors: { background: "#d8e6f3", skin: "#e8b48c", hair: "#7a3b1d", clothes: "#2f6f9f" },
  },
  {
    login: "jun-okafor",
    id: 24816093,
    name: "Jun Okafor",
    email: null,
    company: null,
    location: "Lagos",
    bio: "Maps, mostly.",
    followers: 58,
    following: 12,
    createdAt: "2016-12-24T18:03:10Z",
    colors: { background: "#f6e3c5", skin: "#8d5a3b", hair: "#22190f", clothes: "#b4532a" },
  },
  {
    login: "rosa-lindqvist",
    id: 191827364,
    name: "Rosa Lindqvist",
    email: null,
    company: null,
    location: null,
    bio: null,
    followers: 0,
    following: 3,
    createdAt: "2024-11-27T07:41:59Z",
    colors: { background: "#dcebdc", skin: "#f1c7a8", hair: "#c9932f", clothes: "#4b7f52" },
  },
];

/** The person with that name, else the first. */
export function signedIn(login) {
  return people.find((person) => person.login === login) ?? people[0];
}

const HAIR = {
  "ada-brook": `<path d="M27 62V40a21 21 0 0 1 42 0v22z"/>`,
  "jun-okafor": `<path d="M29 42a19 19 0 0 1 38 0z"/>`,
  "rosa-lindqvist": `<circle cx="48" cy="17" r="9"/><circle cx="48" cy="39" r="20"/>`,
};
const FRINGE = `<path d="M30 42c2-12 9-18 18-18s16 6 18 18c-8-1-14-5-18-10-4 5-10 9-18 10z"/>`;

/** Drawn in layers: hair behind, shoulders, neck and head, fringe in front. */
export function avatarSvg({ login, name, colors }) {
  const { background, skin, hair, clothes } = colors;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="460" height="460" role="img" aria-label="${name}">
<rect width="96" height="96" fill="${background}"/>
<g fill="${hair}">${HAIR[login]}</g>
<path d="M12 100c0-24 16-34 36-34s36 10 36 34z" fill="${clothes}"/>
<path d="M41 54h14v14a7 7 0 0 1-14 0z" fill="${skin}"/>
<circle cx="48" cy="44" r="17" fill="${skin}"/>
<g fill="${hair}">${FRINGE}</g>
</svg>`;
}
