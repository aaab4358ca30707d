/** Keeps JavaScript text from ending the script element that it may one day stand in. */

/**
 * `</script` and `<!--` written so that they mean the same in strings, templates and regular expressions, but nothing
 * to an HTML parser. The validator checks this form, so code in which they are no text is refused there.
 */
export function escapeScript(js: string): string {
  return js.replace(/<(?=!--|\/script)/gi, '\\x3c');
}
