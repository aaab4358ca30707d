/** Where a client navigation of the Pages Router leads. */

export default function Page() {
  return <main>Later</main>;
}
