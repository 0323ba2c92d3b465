import { openCoderInUse } from '../coding/openCoderInUse.ts';
import { named, openCatalogs, openModels } from '../desk.ts';
import { dataFolder, resourceFolder } from '../paths.ts';
import type { ExitCode, Terminal } from './cli.ts';

/** `rubricator doctor`: what runs on this machine and why. */
export async function doctor(terminal: Terminal): Promise<ExitCode> {
  const places = { data: dataFolder(), resources: resourceFolder() };
  const catalogs = openCatalogs(places);
  const { close, description } = await openCoderInUse(openModels(places));
  terminal.out(`program    Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  terminal.out(
    `model      ${named(description.model)}, ${description.model.languages.join(' and ')}, ${description.model.labels} learned labels; every file matches its hash`,
  );
  terminal.out(`provider   ${description.provider.name}: ${description.provider.reason}`);
  for (const { system, version, codes, validFrom, validTo } of catalogs.list()) {
    terminal.out(`catalogue  ${system}@${version}, ${codes} rows, discharges ${validFrom} to ${validTo}`);
  }
  for (const { file, reason } of catalogs.unusable)
    terminal.out(`catalogue  ${file} cannot be used: ${reason}`);
  terminal.out(`data       ${dataFolder()}`);
  terminal.out('network    closed for this process');
  await close();
  return 0;
}
