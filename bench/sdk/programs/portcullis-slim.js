// Portcullis with its wasm as a file of its own. Must do the same job as every other program here, as its README says.

import { createAuth, init } from "portcullis/slim";
import { programOf } from "./portcullis-program.js";

export async function create(site) {
  await init("/portcullis.wasm");
  return programOf(createAuth, site);
}
