import { createRoot } from 'react-dom/client';
import { Explorer } from './Explorer';
import './explorer.css';

const place = document.getElementById('explorer');
if (!place) throw new Error('the page has no place for the explorer');
createRoot(place).render(<Explorer />);
