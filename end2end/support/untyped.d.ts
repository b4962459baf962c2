// Clients that bring no types: what the tests use of them.
declare module 'tincanjs' {
  const TinCan: any;
  export default TinCan;
}
declare module 'adl-xapiwrapper' {
  const adl: any;
  export default adl;
}
