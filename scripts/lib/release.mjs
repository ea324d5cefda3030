// Owns: what has to be true before a version is published, check by check. Each gives a few words about what is right, or
// throws an error that says what is wrong and what to do. Must not: print, change anything, or look outside `project`.

/** `ok` or an error with what to do. */
function demand(isRight, problem) {
  if (!isRight) throw new Error(problem);
}

/** In the order of their lines. `project`: `read(path)`, `has(path)`, `packed()`, `notices()`, `reports()`, `size()`, `hash(path)`. */
export const CHECKS = {
  version({ read }) {
    const { version } = JSON.parse(read("package.json"));
    const inToml = (path) => /^\[package\]\n(?:.+\n)*?version = "([^"]+)"/m.exec(read(path))?.[1];
    const others = {
      "proxy/package.json": JSON.parse(read("proxy/package.json")).version,
      "package-lock.json": JSON.parse(read("package-lock.json")).version,
      "Cargo.toml": inToml("Cargo.toml"),
      "Cargo.lock": /name = "portcullis"\nversion = "([^"]+)"/.exec(read("Cargo.lock"))?.[1],
    };
    for (const [path, other] of Object.entries(others))
      demand(other === version, `${path} has ${other}, package.json ${version}. Write the same into both.`);
    return version;
  },

  changelog({ read }) {
    const { version } = JSON.parse(read("package.json"));
    const heading = new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - (\\d{4}-\\d\\d-\\d\\d)$`, "m");
    const [, date] = heading.exec(read("CHANGELOG.md")) ?? [];
    const form = `"## [${version}] - YYYY-MM-DD"`;
    demand(date, `CHANGELOG.md has nothing for ${version} yet. Move what is under Unreleased below ${form}.`);
    return date;
  },

  files({ read, packed }) {
    const files = packed();
    const listed = read("etc/files.txt").trim().split("\n");
    const more = files.filter((path) => !listed.includes(path));
    const fewer = listed.filter((path) => !files.includes(path));
    const differences = [...more.map((path) => `+${path}`), ...fewer.map((path) => `-${path}`)].join(" ");
    demand(differences === "", `Not as etc/files.txt: ${differences}. If that is meant: npm run api.`);
    const odd = files.filter((path) => /(?:^|\/)tests?\/|\.test\.|\.map$|\.rs$|^src\//.test(path));
    demand(odd.length === 0, `The package has ${odd.join(" ")}. Take them out of "files" in package.json.`);
    return `${files.length}, as etc/files.txt`;
  },

  licences({ read, packed, notices }) {
    const needed = ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-NOTICES.txt"];
    const missing = needed.filter((path) => !packed().includes(path));
    demand(missing.length === 0, `Not packed: ${missing.join(" ")}. Add them to "files" in package.json.`);
    demand(
      read("THIRD-PARTY-NOTICES.txt") === notices(),
      "THIRD-PARTY-NOTICES.txt is not current. npm run notices.",
    );
    return "ours, and a notice for every crate and package inside";
  },

  api({ read, has, reports }) {
    const old = Object.entries(reports()).filter(
      ([name, text]) => !has(`etc/${name}`) || read(`etc/${name}`) !== text,
    );
    const names = old.map(([name]) => name).join(" ");
    demand(old.length === 0, `Not current: ${names}. npm run api, and see whether the version says it.`);
    return "etc/ is current";
  },

  size({ size }) {
    const problem = size();
    demand(problem === null, `${problem}. npm run size has all numbers.`);
    return "within size-budget.json";
  },

  integrity({ read, has, hash }) {
    demand(has("dist/sri.json"), "dist/sri.json is missing. npm run build.");
    const sums = Object.entries(JSON.parse(read("dist/sri.json")));
    demand(sums.length > 0, "dist/sri.json is empty. npm run build.");
    for (const [name, sum] of sums)
      demand(sum === hash(`dist/${name}`), `${name} is not what dist/sri.json says. npm run build.`);
    return sums.map(([name, sum]) => `${name} ${sum}`).join(", ");
  },

  publishing({ read }) {
    for (const path of ["package.json", "proxy/package.json"]) {
      const { publishConfig = {}, private: isPrivate } = JSON.parse(read(path));
      const isRight = publishConfig.access === "public" && publishConfig.provenance === true && !isPrivate;
      const fix = '"publishConfig": { "access": "public", "provenance": true }';
      demand(isRight, `${path} would not be published publicly and with provenance. It needs ${fix}.`);
    }
    return "public, with provenance";
  },

  repository({ read }) {
    for (const path of ["package.json", "proxy/package.json"]) {
      const { repository } = JSON.parse(read(path));
      const what = "repository is missing: not done yet, there is no public address";
      demand(
        repository?.url,
        `${path}: ${what}. Provenance needs it, and so do README's links on npm's page.`,
      );
      demand(/^git\+https:\/\/.+\.git$/.test(repository.url), `${path}: write it as git+https://….git.`);
    }
    return JSON.parse(read("package.json")).repository.url;
  },

  // npm's page shows README.md with relative links led to `repository`; the documents themselves are not packed.
  links({ read, has }) {
    const prose = read("README.md").replaceAll(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "");
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
      .map(([, link, attribute]) => link ?? attribute)
      .filter((target) => !/^[a-z]+:/i.test(target));
    const lost = targets.filter((target) => !has(target.split("#")[0] || "README.md"));
    demand(lost.length === 0, `README.md leads to what is not there: ${lost.join(" ")}.`);
    return `${targets.length} of README.md lead to files of the repository`;
  },
};

/** Runs all of them: `{ name, isRight, words }` each. */
export function runChecks(project, checks = CHECKS) {
  return Object.entries(checks).map(([name, check]) => {
    try {
      return { name, isRight: true, words: check(project) };
    } catch ({ message }) {
      return { name, isRight: false, words: message };
    }
  });
}
