/** The same page for who sells: the address says which side it is. */
export { Component, handle, loader } from './list.tsx';
