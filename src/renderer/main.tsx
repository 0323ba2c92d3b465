import { createRoot } from 'react-dom/client';
import { Gate } from './gate/Gate.tsx';
import { request } from './bridge.ts';
import { applyLanguage, currentLanguage, onLanguage, storedLanguage } from './i18n/i18n.ts';
import { applyTheme, storedTheme } from './settings/preferences.ts';
import './styles/index.css';

applyTheme(storedTheme());
onLanguage(() => void request('app.language', { language: currentLanguage() }).catch(() => undefined));
applyLanguage(storedLanguage());

const root = document.getElementById('root');
if (root) createRoot(root).render(<Gate />);
