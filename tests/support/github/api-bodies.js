// Bodies that several API answers share: a JSON answer, an error, and the short form of a person.
// Owns: those three shapes.
// Must not: choose a status or a message; callers do.

export const json = (value, headers = {}) => ({ status: 200, headers, body: JSON.stringify(value) });

export function apiError(status, message, headers = {}) {
  const body = { message, documentation_url: "https://docs.github.com/rest", status: String(status) };
  return { status, headers, body: JSON.stringify(body) };
}

export function ownerBody({ webUrl, apiUrl }, { login, id }) {
  return {
    login,
    id,
    node_id: Buffer.from(`04:User${id}`).toString("base64"),
    avatar_url: `${webUrl}/avatars/u/${id}?v=4`,
    gravatar_id: "",
    url: `${apiUrl}/users/${login}`,
    html_url: `${webUrl}/${login}`,
    repos_url: `${apiUrl}/users/${login}/repos`,
    type: "User",
    user_view_type: "public",
    site_admin: false,
  };
}
