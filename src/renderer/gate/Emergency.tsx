import { useRef, useState, type SubmitEvent } from 'react';
import type { RequestArgument } from '../../shared/channels.ts';
import type { RequestFailure } from '../bridge.ts';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { Field, focusField } from './Field.tsx';

/** Opens with the recovery key, for a reason; both are recorded. */
export function Emergency(props: {
  disabled: boolean;
  /** Of the last attempt. */
  failure: RequestFailure | null;
  onOpen: (access: RequestArgument<'session.emergency'>) => Promise<void>;
}) {
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const [access, setAccess] = useState({ recoveryKey: '', name: '', reason: '' });
  const [checked, setChecked] = useState(false);

  const problems = {
    recoveryKey: t('gate.recoveryKeyMissing'),
    name: t('gate.nameMissing'),
    reason: t('gate.reasonMissing'),
  };

  function field(name: keyof typeof access) {
    const missing = access[name].trim() === '';
    return {
      name,
      value: access[name],
      problem: checked && missing ? problems[name] : null,
      onChange: (value: string) => setAccess((before) => ({ ...before, [name]: value })),
    };
  }

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (props.disabled) return;
    setChecked(true);
    const mend = (['recoveryKey', 'name', 'reason'] as const).find((name) => access[name].trim() === '');
    if (mend === undefined) await props.onOpen(access);
    else if (form.current) focusField(form.current, mend);
  }

  return (
    <details
      className="gate-emergency"
      open={open}
      data-testid="gate-emergency"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('gate.emergency')}</summary>
      {open && (
        <>
          <p>{t('gate.emergencyText')}</p>
          <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
            <Field
              {...field('recoveryKey')}
              label={t('gate.recoveryKey')}
              maxLength={100}
              autoFocus
              className="recovery-field"
            />
            <Field {...field('name')} label={t('gate.emergencyName')} maxLength={60} />
            <Field {...field('reason')} label={t('gate.reason')} maxLength={1000} rows={2} />
            {props.failure && <FailureNotice failure={props.failure} />}
            <button type="submit" className="button gate-submit" aria-disabled={props.disabled}>
              {t('gate.emergencyOpen')}
            </button>
          </form>
        </>
      )}
    </details>
  );
}
