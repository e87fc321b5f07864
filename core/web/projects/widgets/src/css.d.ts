/** Style sheets are imported as text and adopted as constructed sheets, which a strict Content-Security-Policy allows. */
declare module '*.css' {
  const text: string;
  export default text;
}
