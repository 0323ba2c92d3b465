import { describe, expect, it } from 'vitest';
import { parseLabels } from '../../../../src/main/model/pack.ts';

describe('parseLabels', () => {
  it('reads the code and its system', () => {
    expect(parseLabels('code\tdocuments\tsystem\nI10\t90\ticd-10-cm\nBW20\t12\ticd-10-pcs\n')).toEqual([
      { code: 'I10', system: 'icd-10-cm' },
      { code: 'BW20', system: 'icd-10-pcs' },
    ]);
  });
});
