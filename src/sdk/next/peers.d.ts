/** Declares the parts of Next that are used here; the site brings Next along. */

declare module 'next/server.js' {
  interface Init {
    readonly request: { readonly headers: Headers };
  }
  export const NextResponse: {
    next(init: Init): Response;
    rewrite(url: URL, init: Init): Response;
  };
  export function connection(): Promise<void>;
}

declare module 'next/headers.js' {
  export function headers(): Promise<Headers>;
}
