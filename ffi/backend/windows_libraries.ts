/** The libraries of Windows that the backend calls, opened as one table of functions. */
import { joined, openLibrary } from "../library.ts";
import { symbols as winsock, type WinsockSymbols } from "../symbols/windows.ts";
import {
  interfaces,
  type InterfaceSymbols,
  names,
  type NameSymbols,
} from "../symbols/windows_lookups.ts";
import {
  kernel,
  type KernelSymbols,
  runtime,
  type RuntimeSymbols,
} from "../symbols/windows_system.ts";

/** Everything the backend calls. */
export type WindowsSymbols =
  & WinsockSymbols
  & NameSymbols
  & InterfaceSymbols
  & KernelSymbols
  & RuntimeSymbols;

const FOLDER = "C:\\Windows\\System32\\";
const LIBRARIES = ["ws2_32.dll", "iphlpapi.dll", "kernel32.dll", "ucrtbase.dll"];

const grant = LIBRARIES.map((name) => FOLDER + name).join(",");

function places(name: string) {
  return { paths: [FOLDER + name], names: [name], grant };
}

/** Opens the libraries. */
export function openLibraries(): WindowsSymbols {
  const sockets = openLibrary(places("ws2_32.dll"), { ...winsock, ...names });
  const adapters = openLibrary(places("iphlpapi.dll"), interfaces);
  const system = openLibrary(places("kernel32.dll"), kernel);
  const memory = openLibrary(places("ucrtbase.dll"), runtime);
  return joined(joined(sockets, adapters), joined(system, memory));
}
