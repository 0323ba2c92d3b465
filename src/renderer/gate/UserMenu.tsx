import { useState } from 'react';
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import { formatList } from '../components/format.ts';
import { Keys } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { ChangeDialog } from './ChangePassphrase.tsx';
import { LOCK_KEYS } from './lockKeys.ts';
import { useSession } from './session.ts';

/** Who is here, with the lock and what concerns their account. */
export function UserMenu(props: { onSettings: () => void }) {
  const { session, lock, onSession } = useSession();
  const [changing, setChanging] = useState(false);
  const acts: Readonly<Record<string, () => void>> = {
    lock,
    change: () => setChanging(true),
    settings: props.onSettings,
  };
  return (
    <>
      <MenuTrigger>
        <Button
          className="button button-quiet button-small user-menu"
          aria-label={t('gate.menu', { user: session.user })}
          data-testid="user-menu"
        >
          <span className="user-name">{session.user}</span> <span aria-hidden="true">▾</span>
        </Button>
        <Popover className="menu-popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => acts[String(key)]?.()}>
            <MenuSection>
              <Header className="menu-header">
                {session.user}
                <span>{formatList(session.roles.map((role) => t(`gate.role-${role}`)))}</span>
              </Header>
              <MenuItem id="lock" className="menu-item" textValue={t('gate.lock')}>
                <span>{t('gate.lock')}</span> <Keys of={LOCK_KEYS} />
              </MenuItem>
            </MenuSection>
            <Separator className="menu-line" />
            <MenuSection aria-label={t('gate.account')}>
              {!session.emergency && (
                <MenuItem id="change" className="menu-item" textValue={t('gate.changeItem')}>
                  {t('gate.changeItem')}
                </MenuItem>
              )}
              <MenuItem id="settings" className="menu-item" textValue={t('gate.settingsItem')}>
                {t('gate.settingsItem')}
              </MenuItem>
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {changing && <ChangeDialog onChanged={onSession} onClose={() => setChanging(false)} />}
    </>
  );
}
