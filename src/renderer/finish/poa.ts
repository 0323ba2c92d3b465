import type { Poa } from '../../shared/coding.ts';
import { t } from '../i18n/i18n.ts';

/** A POA indicator as it stands beside its code. */
export function poaLabel(poa: Poa | null): string {
  if (poa === null) return t('finish.poaNone');
  return poa === 'exempt' ? t('finish.poaExempt') : t('finish.poa', { poa });
}
