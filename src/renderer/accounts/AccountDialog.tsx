import { useRef, useState, type SubmitEvent } from 'react';
import { Role, type Account } from '../../shared/accounts.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { Field, focusField } from '../gate/Field.tsx';
import { fieldToMend, NewPassphrase, NOTHING_TYPED } from '../gate/NewPassphrase.tsx';
import { t, type TextKey } from '../i18n/i18n.ts';
import type { TaskName } from './tasks.ts';

export type AccountTask = { name: 'add' } | { name: TaskName; account: Account };

/** What a task shows and asks for. */
interface Form {
  title: TextKey;
  note: TextKey;
  submit: TextKey;
  done: TextKey;
  asks: readonly ('name' | 'roles' | 'passphrase')[];
}

const forms: Readonly<Record<AccountTask['name'], Form>> = {
  add: {
    title: 'accounts.addTitle',
    note: 'accounts.firstNote',
    submit: 'accounts.addIt',
    done: 'accounts.added',
    asks: ['name', 'roles', 'passphrase'],
  },
  changeRoles: {
    title: 'accounts.rolesTitle',
    note: 'accounts.rolesNote',
    submit: 'common.save',
    done: 'accounts.rolesChanged',
    asks: ['roles'],
  },
  reset: {
    title: 'accounts.resetTitle',
    note: 'accounts.resetNote',
    submit: 'accounts.setIt',
    done: 'accounts.resetDone',
    asks: ['passphrase'],
  },
  enable: {
    title: 'accounts.enableTitle',
    note: 'accounts.enableNote',
    submit: 'accounts.enableIt',
    done: 'accounts.enabledDone',
    asks: ['passphrase'],
  },
  disable: {
    title: 'accounts.disableTitle',
    note: 'accounts.disableNote',
    submit: 'accounts.disableIt',
    done: 'accounts.disabledDone',
    asks: [],
  },
};

/** Makes an account or changes one. */
export function AccountDialog(props: {
  task: AccountTask;
  /** The accounts afterwards, and what was done, in words. */
  onDone: (accounts: Account[], words: string) => void;
  onClose: () => void;
}) {
  const { task } = props;
  const texts = forms[task.name];
  const account = task.name === 'add' ? null : task.account;
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(account?.name ?? '');
  const [roles, setRoles] = useState<readonly Role[]>(account?.roles ?? ['coder']);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const asks = (what: Form['asks'][number]) => texts.asks.includes(what);

  /** The field to mend; null where none is. */
  function mend(): string | null {
    if (asks('name') && name.trim() === '') return 'name';
    if (asks('roles') && roles.length === 0) return 'role-coder';
    return asks('passphrase') ? fieldToMend(typed) : null;
  }

  function carryOut(): Promise<Account[]> {
    const chosen = { name: name.trim(), roles: [...roles] };
    const { passphrase } = typed;
    switch (task.name) {
      case 'add':
        return request('accounts.create', { ...chosen, passphrase });
      case 'changeRoles':
        return request('accounts.change', { ...chosen, disabled: task.account.disabled });
      case 'disable':
        return request('accounts.change', { ...chosen, disabled: true });
      case 'reset':
      case 'enable':
        return request('accounts.resetPassphrase', { name: chosen.name, passphrase });
    }
  }

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    setChecked(true);
    const wrong = mend();
    if (wrong !== null) {
      if (form.current) focusField(form.current, wrong);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      props.onDone(await carryOut(), t(texts.done, { name: name.trim() }));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <AppDialog
      title={t(texts.title, { name })}
      testId="account-dialog"
      role={task.name === 'disable' ? 'alertdialog' : 'dialog'}
      onClose={props.onClose}
    >
      <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
        <p>{t(texts.note)}</p>
        {asks('name') && (
          <Field
            label={t('accounts.name')}
            name="name"
            value={name}
            maxLength={60}
            autoFocus
            problem={checked && name.trim() === '' ? t('accounts.nameMissing') : null}
            onChange={setName}
          />
        )}
        {asks('roles') && <RoleChoices chosen={roles} checked={checked} onChange={setRoles} />}
        {asks('passphrase') && (
          <NewPassphrase
            labels={
              task.name === 'add'
                ? { passphrase: t('accounts.first'), repeated: t('accounts.repeatFirst') }
                : { passphrase: t('gate.next'), repeated: t('gate.repeatNext') }
            }
            value={typed}
            checked={checked}
            autoFocus={!asks('name')}
            onChange={setTyped}
          />
        )}
        {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        <div className="dialog-actions">
          <button
            type="button"
            className="button"
            autoFocus={task.name === 'disable'}
            onClick={props.onClose}
          >
            {t('common.cancel')}
          </button>
          <button type="submit" className="button button-primary" aria-disabled={busy}>
            {t(busy ? 'accounts.saving' : texts.submit)}
          </button>
        </div>
      </form>
    </AppDialog>
  );
}

function RoleChoices(props: {
  chosen: readonly Role[];
  checked: boolean;
  onChange: (roles: readonly Role[]) => void;
}) {
  const { chosen } = props;
  return (
    <fieldset className="gate-roles">
      <legend className="field-label">{t('accounts.roles')}</legend>
      {Role.options.map((role) => (
        <div key={role}>
          <label className="choice">
            <input
              type="checkbox"
              name={`role-${role}`}
              checked={chosen.includes(role)}
              aria-describedby={`means-${role}`}
              onChange={(event) =>
                props.onChange(
                  Role.options.filter((each) =>
                    each === role ? event.target.checked : chosen.includes(each),
                  ),
                )
              }
            />
            {t(`gate.role-${role}`)}
          </label>
          <p id={`means-${role}`} className="dialog-note choice-note">
            {t(`accounts.${role}Means`)}
          </p>
        </div>
      ))}
      {props.checked && chosen.length === 0 && (
        <p className="form-problem" role="alert">
          {t('accounts.noRole')}
        </p>
      )}
    </fieldset>
  );
}
