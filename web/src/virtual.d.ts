declare module 'virtual:words' {
  const table: Record<string, Record<string, string>>;
  export default table;
}
