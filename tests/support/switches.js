// The switches of a stand-in: an object that only takes the names and values it was made with.
// Owns: that a misspelt switch throws, so a test cannot pass by turning nothing.
// Must not: know any switch, or act on one; the module whose behaviour changes reads it at request time.

export const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);

/** Seconds, or null for what the server was started with. */
export const lifetime = (value) => value === null || (Number.isInteger(value) && value > 0);

export function createSwitches({ defaults, allowed, onChange }) {
  return new Proxy(
    { ...defaults },
    {
      set(switches, name, value) {
        if (!Object.hasOwn(allowed, name)) throw new TypeError(`no switch is called "${String(name)}"`);
        if (!allowed[name](value)) throw new TypeError(`switch "${name}" cannot be ${JSON.stringify(value)}`);
        switches[name] = value;
        onChange(name);
        return true;
      },
    },
  );
}
