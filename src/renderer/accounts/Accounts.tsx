import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { IdleMinutes, type Account } from '../../shared/accounts.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { formatDay, formatList } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { useRole, useSession } from '../gate/session.ts';
import { t } from '../i18n/i18n.ts';
import { AccountDialog, type AccountTask } from './AccountDialog.tsx';
import { NewRecoveryKeyDialog } from './NewRecoveryKeyDialog.tsx';
import { stateOf, tasksFor } from './tasks.ts';

/** The accounts of this installation, its recovery key and the time of its lock, for administrators. */
export function Accounts() {
  const allowed = useRole('administrator');
  return (
    <section className="settings-section" aria-labelledby="accounts" data-testid="accounts">
      <h2 id="accounts">{t('accounts.title')}</h2>
      {allowed ? <Keeping /> : <p>{t('accounts.onlyAdministrators')}</p>}
    </section>
  );
}

function Keeping() {
  const { loaded, reload } = useLoaded('accounts.list', {});
  const [changed, setChanged] = useState<Account[] | null>(null);
  const [task, setTask] = useState<AccountTask | null>(null);
  const [newKey, setNewKey] = useState(false);
  const accounts = changed ?? (loaded.phase === 'ready' ? loaded.value : null);

  return (
    <>
      <p>{t('accounts.note')}</p>
      {loaded.phase === 'loading' && <Loading what={t('accounts.loading')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {accounts && <AccountTable accounts={accounts} onTask={setTask} />}
      <p className="setting">
        <button type="button" className="button" onClick={() => setTask({ name: 'add' })}>
          {t('accounts.add')}
        </button>
      </p>
      <IdleTime />
      <p className="setting">
        <button type="button" className="button" onClick={() => setNewKey(true)}>
          {t('accounts.recovery')}
        </button>
        <span className="dialog-note">{t('accounts.recoveryNote')}</span>
      </p>
      {task && (
        <AccountDialog
          task={task}
          onDone={(after, words) => {
            setChanged(after);
            setTask(null);
            announce(words);
          }}
          onClose={() => setTask(null)}
        />
      )}
      {newKey && <NewRecoveryKeyDialog onClose={() => setNewKey(false)} />}
    </>
  );
}

function AccountTable(props: { accounts: readonly Account[]; onTask: (task: AccountTask) => void }) {
  const { session } = useSession();
  return (
    <div className="table-frame">
      <table className="table accounts-table">
        <thead>
          <tr>
            <th scope="col">{t('accounts.name')}</th>
            <th scope="col">{t('accounts.roles')}</th>
            <th scope="col">{t('accounts.state')}</th>
            <th scope="col">{t('accounts.created')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('accounts.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.accounts.map((account) => (
            <tr key={account.name} data-testid="account-row" data-name={account.name}>
              <th scope="row">
                {account.name}{' '}
                {account.name === session.user && !session.emergency && (
                  <span className="chip">{t('accounts.you')}</span>
                )}
              </th>
              <td>{formatList(account.roles.map((role) => t(`gate.role-${role}`)))}</td>
              <td data-state={stateOf(account)}>
                {account.disabled ? '○ ' : ''}
                {t(`accounts.${stateOf(account)}`)}
              </td>
              <td>{formatDay(account.createdAt)}</td>
              <td>
                <Actions account={account} onTask={props.onTask} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Actions({ account, onTask }: { account: Account; onTask: (task: AccountTask) => void }) {
  const tasks = tasksFor(account);
  return (
    <MenuTrigger>
      <Button
        className="button button-quiet button-small"
        aria-label={t('accounts.actionsOf', { name: account.name })}
      >
        {t('accounts.actions')} <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="menu-popover" placement="bottom end">
        <Menu
          className="menu"
          onAction={(key) => {
            const name = tasks.find((each) => each === key);
            if (name) onTask({ name, account });
          }}
        >
          {tasks.map((task) => (
            <MenuItem key={task} id={task} className="menu-item">
              {t(`accounts.${task}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

const minutesOffered = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60];

/** After how long without anybody the desk locks. */
function IdleTime() {
  const { session, onSession } = useSession();
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const offered = [...new Set([...minutesOffered, session.idleMinutes])].sort((a, b) => a - b);

  async function choose(minutes: number) {
    setFailure(null);
    try {
      onSession(await request('session.setIdle', { minutes }));
      announce(t('accounts.idleSet', { count: minutes }));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <>
      <p className="setting">
        <label htmlFor="idle-minutes">{t('accounts.idle')}</label>
        <select
          id="idle-minutes"
          className="setting-select"
          value={session.idleMinutes}
          onChange={(event) => void choose(IdleMinutes.parse(Number(event.target.value)))}
        >
          {offered.map((minutes) => (
            <option key={minutes} value={minutes}>
              {t('accounts.idleMinutes', { count: minutes })}
            </option>
          ))}
        </select>
        <span className="dialog-note">{t('accounts.idleNote')}</span>
      </p>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
    </>
  );
}
