// The types of the token proxy as a Cloudflare Worker. Written by hand; must say exactly what worker.js does.

/**
 * A module worker. Variables and secrets have the names of the environment variables; the optional rate limiting
 * bindings `PORTCULLIS_ADDRESS_LIMITER` and `PORTCULLIS_ORIGIN_LIMITER` take the place of counting in memory.
 */
declare const worker: {
  fetch(request: Request, env: Readonly<Record<string, unknown>>): Promise<Response>;
};
export default worker;
