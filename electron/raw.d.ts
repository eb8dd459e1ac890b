// Text files that are bundled as strings (build/bundle.mjs and Vite know "?raw").
declare module '*?raw' {
  const text: string
  export default text
}
