// Where the classes get their engine (Rust) from. An entry says how it is loaded; nothing is loaded before it is needed.

let load;

export function loadEngineBy(loader) {
  load = loader;
}

export const newEngine = (given) => new (load())(given);
