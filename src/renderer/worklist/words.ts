/** The worklist's names for what the program knows by key. */
import type { ChartStatus } from '../../shared/chart.ts';
import type { TextKey } from '../i18n/i18n.ts';
import type { TypeChoice } from './view.ts';

export const statusKeys: Readonly<Record<ChartStatus, TextKey>> = {
  new: 'worklist.statusNew',
  'in-progress': 'worklist.statusInProgress',
  pended: 'worklist.statusPended',
  finished: 'worklist.statusFinished',
  'in-review': 'worklist.statusInReview',
  returned: 'worklist.statusReturned',
};

export const typeKeys: Readonly<Record<TypeChoice, TextKey>> = {
  inpatient: 'worklist.typeInpatient',
  outpatient: 'worklist.typeOutpatient',
  emergency: 'worklist.typeEmergency',
  radiology: 'worklist.typeRadiology',
  unknown: 'worklist.typeUnknown',
};
