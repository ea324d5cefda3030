// What the custom elements have in common: parts made once, texts, styles, and properties that are attributes.
// Must not: know a sign-in, or import from the rest of the SDK: the elements get their objects as properties.

/** On a server there is no HTMLElement; importing does nothing there. */
const Base = globalThis.HTMLElement ?? class {};
const sheets = new Map();

export class PortcullisElement extends Base {
  /** The shadow tree, built by `make`. */
  constructor(css, ...children) {
    super();
    const root = this.attachShadow({ mode: "open" });
    dress(root, css);
    root.append(...children);
  }

  connectedCallback() {
    // What was set before the class was there would hide the accessors.
    for (const name of this.constructor.properties) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }
}

/** An element; `part` also is how a page's style sheet finds it. Texts go in as texts. */
export function make(tag, { part, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  if (part) element.setAttribute("part", part);
  element.append(...children);
  return element;
}

/** A text that the page can replace by an element of its own. */
export function slot(name, text = "") {
  return make("slot", { name }, text);
}

/** Only what is new, so that a screen reader does not hear it again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Gives a class a property for each attribute: `return-to` is `returnTo`. */
export function reflect(Class, attributes) {
  for (const attribute of attributes) {
    const name = attribute.replace(/-./, ([, letter]) => letter.toUpperCase());
    Class.properties.push(name);
    Object.defineProperty(Class.prototype, name, {
      configurable: true,
      enumerable: true,
      get() {
        return this.getAttribute(attribute);
      },
      set(value) {
        if (value == null) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value);
      },
    });
  }
}

/** Once, however many copies of the package a page has. */
export function define(name, Class) {
  const { customElements } = globalThis;
  if (customElements && !customElements.get(name)) customElements.define(name, Class);
}

/** Inline styles would need `'unsafe-inline'`; a sheet of the document's own does not. */
function dress(root, css) {
  try {
    if (!sheets.has(css)) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(css, sheet);
    }
    root.adoptedStyleSheets = [sheets.get(css)];
  } catch {
    // Safari before 16.4.
    root.append(make("style", {}, css));
  }
}
