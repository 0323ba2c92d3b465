import { useState, type KeyboardEvent } from 'react';
import {
  allCommands,
  bindings,
  clashes,
  commandGroups,
  defaultBindings,
  keyOf,
  resetBindings,
  setBinding,
  type Command,
  type CommandGroup,
} from '../chart/keyboard.ts';
import { keyWords, Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';
import { chooseSingleLetters, singleLetters } from './preferences.ts';

const groups = Object.keys(commandGroups) as CommandGroup[];

/** The chart screen's commands with their keys, each of which can be changed. */
export function Keyboard() {
  const [letters, setLetters] = useState(singleLetters);
  const [keys, setKeys] = useState(bindings);
  const [open, setOpen] = useState(false);
  const [listening, setListening] = useState<Command | null>(null);
  const [problem, setProblem] = useState<{ command: Command; words: string } | null>(null);

  function listen(command: Command) {
    setListening(command);
    setProblem(null);
    announce(t('settings.pressKeyFor', { command: t(`keyboard.${command}`) }));
  }

  function stop(words: string) {
    setListening(null);
    announce(words);
  }

  function onKeyDown(event: KeyboardEvent, command: Command) {
    // Tab leads on, also out of here.
    if (listening !== command || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const key = keyOf(event);
    if (key === null || event.repeat) return;
    if (key === 'Escape') {
      stop(t('settings.keysKept'));
      return;
    }
    const clash = clashes(command, key);
    if (clash) {
      const words =
        clash.kind === 'taken'
          ? t('settings.keyTaken', { keys: keyWords(key), command: t(`keyboard.${clash.by}`) })
          : t('settings.keyReserved', { keys: keyWords(key) });
      setProblem({ command, words });
      announce(words);
      return;
    }
    setBinding(command, [key]);
    setKeys(bindings());
    setProblem(null);
    stop(t('settings.keySet', { command: t(`keyboard.${command}`), keys: keyWords(key) }));
  }

  function reset(command?: Command) {
    resetBindings(command);
    setKeys(bindings());
    setProblem(null);
    stop(t(command ? 'settings.keyReset' : 'settings.keysReset'));
  }

  return (
    <section className="settings-section" aria-labelledby="keyboard" data-testid="keyboard-settings">
      <h2 id="keyboard">{t('settings.keyboard')}</h2>
      <label className="choice">
        <input
          type="checkbox"
          checked={letters}
          onChange={(event) => {
            chooseSingleLetters(event.target.checked);
            setLetters(event.target.checked);
          }}
        />
        {t('settings.letters')}
      </label>
      <details className="key-settings" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('settings.keysOf')}</summary>
        {open && (
          <>
            {groups.map((group) => (
              <table key={group} className="key-table">
                <caption>{t(`keyboard.group-${group}`)}</caption>
                <thead className="visually-hidden">
                  <tr>
                    <th scope="col">{t('settings.command')}</th>
                    <th scope="col">{t('settings.keys')}</th>
                    <th scope="col">{t('settings.change')}</th>
                  </tr>
                </thead>
                <tbody>
                  {allCommands
                    .filter((command) => (commandGroups[group] as readonly Command[]).includes(command))
                    .map((command) => (
                      <tr key={command} data-testid="key-row" data-command={command}>
                        <th scope="row">
                          {t(`keyboard.${command}`)}
                          {problem?.command === command && (
                            <span className="key-problem">{problem.words}</span>
                          )}
                        </th>
                        <td className="key-keys">
                          {keys[command].map((key) => (
                            <Keys key={key} of={key} />
                          ))}
                          {keys[command].length === 0 && (
                            <span className="dialog-note">{t('settings.keyNone')}</span>
                          )}
                        </td>
                        <td>
                          <button
                            type="button"
                            className="button button-quiet button-small"
                            aria-label={t('settings.changeOf', { command: t(`keyboard.${command}`) })}
                            aria-pressed={listening === command}
                            onClick={() => listen(command)}
                            onKeyDown={(event) => onKeyDown(event, command)}
                            onBlur={() => {
                              if (listening === command) setListening(null);
                            }}
                          >
                            {t(listening === command ? 'settings.pressKey' : 'settings.change')}
                          </button>
                          {String(keys[command]) !== String(defaultBindings[command]) && (
                            <button
                              type="button"
                              className="button button-quiet button-small"
                              aria-label={t('settings.resetKeyOf', { command: t(`keyboard.${command}`) })}
                              onClick={() => reset(command)}
                            >
                              {t('settings.resetKey')}
                            </button>
                          )}
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
            ))}
            <button type="button" className="button" onClick={() => reset()}>
              {t('settings.resetKeys')}
            </button>
          </>
        )}
      </details>
    </section>
  );
}
