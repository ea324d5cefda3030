// Portcullis, the entry with its wasm inside. Must do the same job as every other program here, as its README says.

import { createAuth } from "portcullis";
import { programOf } from "./portcullis-program.js";

export const create = async (site) => programOf(createAuth, site);
