// Scopes of OAuth apps: what each says to a person, and which wider scope contains it.
// Owns: parsing a requested scope and GitHub's normalisation (a parent swallows its children).
// Must not: remember who granted what; that is the credential store's.

/** name: [words for the authorize page, the scope that contains it] */
const SCOPES = {
  repo: ["Full control of private and public repositories"],
  "repo:status": ["Read and write commit status", "repo"],
  repo_deployment: ["Read and write deployment status", "repo"],
  public_repo: ["Read and write public repositories", "repo"],
  "repo:invite": ["Accept repository invitations", "repo"],
  security_events: ["Read and write security events", "repo"],
  "admin:repo_hook": ["Full control of repository hooks"],
  "write:repo_hook": ["Write repository hooks", "admin:repo_hook"],
  "read:repo_hook": ["Read repository hooks", "write:repo_hook"],
  "admin:org": ["Full control of organizations and teams"],
  "write:org": ["Read and write organization membership", "admin:org"],
  "read:org": ["Read organization and team membership", "write:org"],
  "admin:public_key": ["Full control of your public keys"],
  "write:public_key": ["Write your public keys", "admin:public_key"],
  "read:public_key": ["Read your public keys", "write:public_key"],
  "admin:org_hook": ["Full control of organization hooks"],
  gist: ["Create gists"],
  notifications: ["Read your notifications"],
  user: ["Read and update all your profile data"],
  "read:user": ["Read all your profile data", "user"],
  "user:email": ["Read your email addresses", "user"],
  "user:follow": ["Follow and unfollow people", "user"],
  project: ["Full control of projects"],
  "read:project": ["Read your projects", "project"],
  delete_repo: ["Delete repositories"],
  "write:packages": ["Upload packages"],
  "read:packages": ["Download packages"],
  "delete:packages": ["Delete packages"],
  "admin:gpg_key": ["Full control of your GPG keys"],
  "write:gpg_key": ["Write your GPG keys", "admin:gpg_key"],
  "read:gpg_key": ["Read your GPG keys", "write:gpg_key"],
  codespace: ["Full control of codespaces"],
  workflow: ["Update workflow files"],
  "admin:enterprise": ["Full control of enterprises"],
  "manage_runners:enterprise": ["Manage enterprise runners", "admin:enterprise"],
  "manage_billing:enterprise": ["Read and write enterprise billing", "admin:enterprise"],
  "read:enterprise": ["Read enterprise profiles", "admin:enterprise"],
  "read:audit_log": ["Read the audit log"],
};

export function scopeInWords(scope) {
  return SCOPES[scope][0];
}

/** The asked names in order; the docs ask for spaces, their examples also use commas. */
export function parseScope(text) {
  return (text ?? "").split(/[\s,]+/).filter(Boolean);
}

/** Known scopes once each, without those that another one contains; `offline_access` is not a scope. */
export function normalizeScopes(names) {
  const known = [...new Set(names)].filter((name) => Object.hasOwn(SCOPES, name));
  return known.filter((name) => !containers(name).some((container) => known.includes(container)));
}

function containers(name) {
  const container = SCOPES[name][1];
  return container === undefined ? [] : [container, ...containers(container)];
}
