// The one way this demo makes elements.
// Strings become text nodes, so nothing a provider sends is ever parsed as HTML; keep it that way.

export function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export const byId = (id) => document.getElementById(id);
