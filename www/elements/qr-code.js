// A URL as a QR code, drawn as inline SVG. The squares are computed by the library `qrcode-generator`, whose notice this is:
/*!
 * QR Code Generator for JavaScript
 * Copyright (c) 2009 Kazuhiko Arase
 * URL: http://www.d-project.com/
 * Licensed under the MIT license: http://www.opensource.org/licenses/mit-license.php
 * The word 'QR Code' is registered trademark of DENSO WAVE INCORPORATED
 * http://www.denso-wave.com/qrcode/faqpatent-e.html
 */
// Must not: have inline styles, or put a foreign text anywhere but into a text node.

import { qrcode } from "qrcode-generator";

const SVG = "http://www.w3.org/2000/svg";
/** Light squares around the code, without which readers do not find it (ISO/IEC 18004). */
const QUIET = 4;

/** Dark on light in every colour scheme, as readers want it. `null` for what is too long for a QR code. */
export function drawQrCode(url) {
  const code = qrcode(0, "M");
  try {
    code.addData(url);
    code.make();
  } catch {
    return null;
  }
  const count = code.getModuleCount();
  const side = count + 2 * QUIET;
  let squares = "";
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      if (code.isDark(row, column)) squares += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
  const svg = draw("svg", { viewBox: `0 0 ${side} ${side}`, role: "img" });
  const title = draw("title");
  title.textContent = `QR code: ${url}`;
  const paper = draw("rect", { width: side, height: side, fill: "#fff" });
  svg.append(title, paper, draw("path", { d: squares, fill: "#000" }));
  return svg;
}

function draw(tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
