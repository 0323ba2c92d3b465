import { UserError } from '../errors.ts';
import type { InstalledModels } from '../model/installed.ts';
import { firstLine } from '../model/provider.ts';
import { openCoder, type OpenCoder } from './openCoder.ts';

/**
 * Opens the model pack in use. One that does not work is never replaced silently: who codes must
 * know which model read the chart.
 *
 * @throws UserError saying what is wrong, and for an installed pack how to go back to the shipped one
 */
export async function openCoderInUse(models: InstalledModels): Promise<OpenCoder> {
  const { folder, shipped } = models.inUse();
  try {
    return await openCoder(folder);
  } catch (error) {
    if (shipped) throw error;
    const message =
      error instanceof UserError
        ? error.message
        : `The model pack in ${folder} cannot be opened: ${firstLine(error)}.`;
    throw new UserError(message, models.wayBack(), { cause: error });
  }
}
