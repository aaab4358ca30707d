/** Where a client navigation leads. */

export default function Page() {
  return <main>Other</main>;
}
