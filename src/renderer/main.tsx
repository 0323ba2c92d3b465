import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { applyTheme, storedTheme } from './settings/preferences.ts';
import './styles/index.css';

applyTheme(storedTheme());

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
