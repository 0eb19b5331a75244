// Before anything is drawn: says that scripts run, and takes the theme that was chosen last.
document.documentElement.classList.add('js');
try {
  const theme = localStorage.getItem('weft-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch (e) {
  // A browser that keeps nothing for files: the system's theme it is.
}
