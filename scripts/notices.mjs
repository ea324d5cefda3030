// Owns: `npm run notices`: writes THIRD-PARTY-NOTICES.txt. Must not: decide what is in it; lib/notices.mjs does.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { thirdPartyNotices } from "./lib/notices.mjs";
import { root } from "./lib/tools.mjs";

const text = thirdPartyNotices();
writeFileSync(join(root, "THIRD-PARTY-NOTICES.txt"), text);
console.log(`THIRD-PARTY-NOTICES.txt: ${text.length} characters.`);
