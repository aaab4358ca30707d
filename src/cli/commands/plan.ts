/** Runs `fx plan`: what publishing would change, field by field. */

import { toJson } from '../../authoring/index.js';
import { withoutSecrets, writeAtomic } from '../../files/index.js';
import { DEFAULT_DIRECTORY, riskOf } from '../../publishing/index.js';
import { commandLine } from '../ask.js';
import { example, type Setup, TO, targetOf } from '../command.js';
import { planData, planText } from '../planprint.js';
import { planAt } from '../problems.js';

interface Options {
  readonly to?: string;
  readonly out?: string;
  readonly exitCode?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option(...TO)
    .option('-o, --out <file>', 'save the plan for fx apply <file>')
    .option('--exit-code', 'end with 2 where there are changes')
    .addHelpText(
      'after',
      example('fx plan experiments --to public/fx', 'fx plan experiments --to public/fx -o plan.json'),
    )
    .action(async (directory: string, { to, out, exitCode }: Options) => {
      const { terminal } = io;
      const destination = await targetOf(to, `fx plan ${directory}`, directory);
      const planned = await planAt(terminal, directory, destination);
      const json = planData(planned);
      if (out !== undefined) save(out, json, planned.target.place);
      if (terminal.isJson) terminal.json('plan', json);
      else terminal.data(planText(planned, terminal.paint));
      if (planned.isNoop) return;
      if (exitCode) io.exit(2);
      const breaking = riskOf(planned) ? ['--allow-breaking'] : [];
      const how =
        out === undefined
          ? ['fx', 'apply', directory, ...(to === undefined ? [] : ['--to', to])]
          : ['fx', 'apply', out];
      terminal.say(`To publish: ${commandLine([...how, ...breaking])}`);
    });
};

/** The whole address, as `fx apply` goes there: where it holds a secret, nobody else may read it. */
function save(file: string, json: object, target: string): void {
  const mode = withoutSecrets(target) === target ? undefined : 0o600;
  writeAtomic(file, `${toJson({ schema: 'fx.plan/1', ...json, target })}\n`, mode);
}
