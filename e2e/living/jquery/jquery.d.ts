/** The part of jQuery that the page hands on; its own types are another package. */

declare module 'jquery' {
  const jQuery: (selector: unknown) => unknown;
  export default jQuery;
}
