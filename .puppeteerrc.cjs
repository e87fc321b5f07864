/** The browser comes from PUPPETEER_EXECUTABLE_PATH, the system, or @sparticuz/chromium; nothing is downloaded. */
module.exports = { skipDownload: true };
