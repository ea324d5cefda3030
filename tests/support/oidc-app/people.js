// The people who have an account at the stand-in's identity provider. The first one is who says yes by default.
// Must not: know who is signed in.

export const people = Object.freeze([
  {
    sub: "5c1a9f0e",
    username: "ada.brook",
    name: "Ada Brook",
    firstName: "Ada",
    lastName: "Brook",
    email: "ada@example.com",
  },
  {
    sub: "b27d4410",
    username: "jun.okafor",
    name: "Jun Okafor",
    firstName: "Jun",
    lastName: "Okafor",
    email: "jun@example.com",
  },
]);
