// The people who have an account at the stand-in's identity provider, and which of them is an administrator.
// `info` is what the provider's userinfo tells. Must not: know who is signed in.

export const people = Object.freeze([
  {
    username: "ada",
    name: "Ada Brook",
    admin: false,
    info: { sub: "u-1041", name: "Ada Brook", email: "ada@example.com" },
  },
  {
    username: "rosa",
    name: "Rosa Lindqvist",
    admin: true,
    info: { sub: "u-2207", name: "Rosa Lindqvist", email: "rosa@example.com" },
  },
]);
