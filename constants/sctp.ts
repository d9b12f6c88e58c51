/**
 * SCTP (`IPPROTO_SCTP`): what sockets of `SOCK_STREAM`, one connection each, have of options at
 * level `IPPROTO_SCTP`, of ancillary data and of events, which come as messages with
 * `MSG_NOTIFICATION`. See sctp(7) and RFC 6458.
 */
import { table } from "./table.ts";

/** Option, struct sctp_rtoinfo: the limits of the retransmission time-out. Linux only. */
export const SCTP_RTOINFO: number | undefined = table.SCTP_RTOINFO;
/** Option, struct sctp_assocparams: how often to repeat, and the peer's window. Linux only. */
export const SCTP_ASSOCINFO: number | undefined = table.SCTP_ASSOCINFO;
/**
 * Option, struct sctp_initmsg: how many streams to ask for, and how often to try; set it before
 * `connect` or `listen`. Linux only.
 */
export const SCTP_INITMSG: number | undefined = table.SCTP_INITMSG;
/** Option, int: send small messages at once (Nagle's algorithm off). Linux only. */
export const SCTP_NODELAY: number | undefined = table.SCTP_NODELAY;
/**
 * Option, struct sctp_setpeerprim, write only: ask the peer to send to this address of ours. Linux
 * only.
 */
export const SCTP_SET_PEER_PRIMARY_ADDR: number | undefined = table.SCTP_SET_PEER_PRIMARY_ADDR;
/** Option, struct sctp_prim: the address of the peer to send to. Linux only. */
export const SCTP_PRIMARY_ADDR: number | undefined = table.SCTP_PRIMARY_ADDR;
/** Option, int: the adaptation indication told to the peer. Linux only. */
export const SCTP_ADAPTATION_LAYER: number | undefined = table.SCTP_ADAPTATION_LAYER;
/**
 * Option, int: too long a message is an error, EMSGSIZE, instead of being cut into chunks. Linux
 * only.
 */
export const SCTP_DISABLE_FRAGMENTS: number | undefined = table.SCTP_DISABLE_FRAGMENTS;
/**
 * Option, struct sctp_paddrparams: heartbeats, retransmissions and path MTU, of one address of the
 * peer or of all. Linux only.
 */
export const SCTP_PEER_ADDR_PARAMS: number | undefined = table.SCTP_PEER_ADDR_PARAMS;
/**
 * Option, struct sctp_sndrcvinfo: stream, flags and protocol of messages sent without
 * `SCTP_SNDRCV`. Linux only.
 */
export const SCTP_DEFAULT_SEND_PARAM: number | undefined = table.SCTP_DEFAULT_SEND_PARAM;
/**
 * Option, struct sctp_event_subscribe, a byte for each event: which to receive; `SCTP_EVENT` asks
 * for them one by one. Linux only.
 */
export const SCTP_EVENTS: number | undefined = table.SCTP_EVENTS;
/**
 * Option, int: an AF_INET6 socket tells IPv4 addresses as IPv6 ones, `::ffff:192.0.2.1`. Linux
 * only.
 */
export const SCTP_I_WANT_MAPPED_V4_ADDR: number | undefined = table.SCTP_I_WANT_MAPPED_V4_ADDR;
/** Option, int: the most bytes of data in a chunk; 0: as the path's MTU allows. Linux only. */
export const SCTP_MAXSEG: number | undefined = table.SCTP_MAXSEG;
/**
 * Option, struct sctp_status, read only: the state of the connection, its streams and windows.
 * Linux only.
 */
export const SCTP_STATUS: number | undefined = table.SCTP_STATUS;
/**
 * Option, struct sctp_sack_info: how long acknowledgements are held back, and for how many packets.
 * Linux only.
 */
export const SCTP_DELAYED_SACK: number | undefined = table.SCTP_DELAYED_SACK;
/** Option, struct sctp_assoc_value: a number that comes with each message received. Linux only. */
export const SCTP_CONTEXT: number | undefined = table.SCTP_CONTEXT;
/** Option, int: parts of long messages may come in turns with other messages. Linux only. */
export const SCTP_FRAGMENT_INTERLEAVE: number | undefined = table.SCTP_FRAGMENT_INTERLEAVE;
/**
 * Option, int: of how many bytes on a message is delivered before all of it has come. Linux only.
 */
export const SCTP_PARTIAL_DELIVERY_POINT: number | undefined = table.SCTP_PARTIAL_DELIVERY_POINT;
/** Option, struct sctp_assoc_value: how many packets may be sent at once. Linux only. */
export const SCTP_MAX_BURST: number | undefined = table.SCTP_MAX_BURST;
/** Option, struct sctp_authchunk, write only: a kind of chunk that must come signed. Linux only. */
export const SCTP_AUTH_CHUNK: number | undefined = table.SCTP_AUTH_CHUNK;
/** Option, struct sctp_hmacalgo: the algorithms of signing. Linux only. */
export const SCTP_HMAC_IDENT: number | undefined = table.SCTP_HMAC_IDENT;
/** Option, struct sctp_authkey, write only: a shared key. Linux only. */
export const SCTP_AUTH_KEY: number | undefined = table.SCTP_AUTH_KEY;
/** Option, struct sctp_authkeyid: the key to sign with. Linux only. */
export const SCTP_AUTH_ACTIVE_KEY: number | undefined = table.SCTP_AUTH_ACTIVE_KEY;
/** Option, struct sctp_authkeyid, write only: removes a key. Linux only. */
export const SCTP_AUTH_DELETE_KEY: number | undefined = table.SCTP_AUTH_DELETE_KEY;
/**
 * Option, struct sctp_authkeyid, write only: a key that is not for new messages any more. Linux
 * only.
 */
export const SCTP_AUTH_DEACTIVATE_KEY: number | undefined = table.SCTP_AUTH_DEACTIVATE_KEY;
/**
 * Option, struct sctp_authchunks, read only: the kinds of chunk that the peer wants signed. Linux
 * only.
 */
export const SCTP_PEER_AUTH_CHUNKS: number | undefined = table.SCTP_PEER_AUTH_CHUNKS;
/**
 * Option, struct sctp_authchunks, read only: the kinds of chunk that must come signed. Linux only.
 */
export const SCTP_LOCAL_AUTH_CHUNKS: number | undefined = table.SCTP_LOCAL_AUTH_CHUNKS;
/** Option, int: tell the peer of addresses that this machine gets or loses. Linux only. */
export const SCTP_AUTO_ASCONF: number | undefined = table.SCTP_AUTO_ASCONF;
/**
 * Option, struct sctp_paddrthlds: after how many repetitions an address of the peer is given up.
 * Linux only.
 */
export const SCTP_PEER_ADDR_THLDS: number | undefined = table.SCTP_PEER_ADDR_THLDS;
/** Option, int: receive `SCTP_RCVINFO` with each message. Linux only. */
export const SCTP_RECVRCVINFO: number | undefined = table.SCTP_RECVRCVINFO;
/** Option, int: receive `SCTP_NXTINFO` with each message. Linux only. */
export const SCTP_RECVNXTINFO: number | undefined = table.SCTP_RECVNXTINFO;
/**
 * Option, struct sctp_sndinfo: stream, flags and protocol of messages sent without `SCTP_SNDINFO`.
 * Linux only.
 */
export const SCTP_DEFAULT_SNDINFO: number | undefined = table.SCTP_DEFAULT_SNDINFO;
/** Option, int: several sockets may bind the same address; set it before `bind`. Linux only. */
export const SCTP_REUSE_PORT: number | undefined = table.SCTP_REUSE_PORT;
/**
 * Option, sockaddrs one after the other, write only: more addresses to be reached at,
 * sctp_bindx(3). Linux only.
 */
export const SCTP_SOCKOPT_BINDX_ADD: number | undefined = table.SCTP_SOCKOPT_BINDX_ADD;
/**
 * Option, sockaddrs one after the other, write only: addresses not to be reached at any more. Linux
 * only.
 */
export const SCTP_SOCKOPT_BINDX_REM: number | undefined = table.SCTP_SOCKOPT_BINDX_REM;
/**
 * Option, sockaddrs one after the other, write only: connect to a peer of several addresses,
 * sctp_connectx(3). Linux only.
 */
export const SCTP_SOCKOPT_CONNECTX: number | undefined = table.SCTP_SOCKOPT_CONNECTX;
/** Option, struct sctp_assoc_stats, read only: counters of the connection. Linux only. */
export const SCTP_GET_ASSOC_STATS: number | undefined = table.SCTP_GET_ASSOC_STATS;
/** Option, struct sctp_assoc_value: messages may be given up (RFC 3758). Linux only. */
export const SCTP_PR_SUPPORTED: number | undefined = table.SCTP_PR_SUPPORTED;
/**
 * Option, struct sctp_default_prinfo: when messages sent without `SCTP_PRINFO` are given up. Linux
 * only.
 */
export const SCTP_DEFAULT_PRINFO: number | undefined = table.SCTP_DEFAULT_PRINFO;
/** Option, struct sctp_assoc_value: streams may be reset (RFC 6525). Linux only. */
export const SCTP_RECONFIG_SUPPORTED: number | undefined = table.SCTP_RECONFIG_SUPPORTED;
/**
 * Option, struct sctp_assoc_value: which of the peer's requests to grant, `SCTP_ENABLE_` flags.
 * Linux only.
 */
export const SCTP_ENABLE_STREAM_RESET: number | undefined = table.SCTP_ENABLE_STREAM_RESET;
/**
 * Option, struct sctp_reset_streams, write only: begin the numbering of streams again. Linux only.
 */
export const SCTP_RESET_STREAMS: number | undefined = table.SCTP_RESET_STREAMS;
/** Option, int, write only: begin all numbering again. Linux only. */
export const SCTP_RESET_ASSOC: number | undefined = table.SCTP_RESET_ASSOC;
/** Option, struct sctp_add_streams, write only: more streams. Linux only. */
export const SCTP_ADD_STREAMS: number | undefined = table.SCTP_ADD_STREAMS;
/** Option, struct sctp_assoc_value: which stream's turn it is, an `SCTP_SS_` number. Linux only. */
export const SCTP_STREAM_SCHEDULER: number | undefined = table.SCTP_STREAM_SCHEDULER;
/** Option, struct sctp_stream_value: a stream's priority. Linux only. */
export const SCTP_STREAM_SCHEDULER_VALUE: number | undefined = table.SCTP_STREAM_SCHEDULER_VALUE;
/**
 * Option, struct sctp_assoc_value: chunks of several messages may come in turns (RFC 8260). Linux
 * only.
 */
export const SCTP_INTERLEAVING_SUPPORTED: number | undefined = table.SCTP_INTERLEAVING_SUPPORTED;
/** Option, struct sctp_event: whether to receive events of one kind. Linux only. */
export const SCTP_EVENT: number | undefined = table.SCTP_EVENT;
/**
 * Option, struct sctp_assoc_value: addresses may change during a connection (RFC 5061). Linux only.
 */
export const SCTP_ASCONF_SUPPORTED: number | undefined = table.SCTP_ASCONF_SUPPORTED;
/** Option, struct sctp_assoc_value: chunks may be signed (RFC 4895). Linux only. */
export const SCTP_AUTH_SUPPORTED: number | undefined = table.SCTP_AUTH_SUPPORTED;
/** Option, struct sctp_assoc_value: explicit congestion notification. Linux only. */
export const SCTP_ECN_SUPPORTED: number | undefined = table.SCTP_ECN_SUPPORTED;
/**
 * Option, struct sctp_udpencaps: the peer's port where SCTP goes inside UDP (RFC 6951). Linux only.
 */
export const SCTP_REMOTE_UDP_ENCAPS_PORT: number | undefined = table.SCTP_REMOTE_UDP_ENCAPS_PORT;
/**
 * Option, struct sctp_probeinterval: milliseconds between probes of the path's MTU (RFC 8899).
 * Linux only.
 */
export const SCTP_PLPMTUD_PROBE_INTERVAL: number | undefined = table.SCTP_PLPMTUD_PROBE_INTERVAL;
/** Ancillary data to send, struct sctp_initmsg: as the option `SCTP_INITMSG`. Linux only. */
export const SCTP_INIT: number | undefined = table.SCTP_INIT;
/**
 * Ancillary data, struct sctp_sndrcvinfo: stream, protocol and flags of a message; received with
 * the event `SCTP_DATA_IO_EVENT`. Linux only.
 */
export const SCTP_SNDRCV: number | undefined = table.SCTP_SNDRCV;
/**
 * Ancillary data to send, struct sctp_sndinfo: stream, protocol and flags of a message. Linux only.
 */
export const SCTP_SNDINFO: number | undefined = table.SCTP_SNDINFO;
/**
 * Ancillary data, struct sctp_rcvinfo: stream, protocol and flags of a received message. Linux
 * only.
 */
export const SCTP_RCVINFO: number | undefined = table.SCTP_RCVINFO;
/** Ancillary data, struct sctp_nxtinfo: the same of the message after this one. Linux only. */
export const SCTP_NXTINFO: number | undefined = table.SCTP_NXTINFO;
/** Ancillary data to send, struct sctp_prinfo: when to give the message up. Linux only. */
export const SCTP_PRINFO: number | undefined = table.SCTP_PRINFO;
/** Ancillary data to send, struct sctp_authinfo: the key to sign with. Linux only. */
export const SCTP_AUTHINFO: number | undefined = table.SCTP_AUTHINFO;
/**
 * Ancillary data to send, struct in_addr: another address of the peer to connect to. Linux only.
 */
export const SCTP_DSTADDRV4: number | undefined = table.SCTP_DSTADDRV4;
/**
 * Ancillary data to send, struct in6_addr: another address of the peer to connect to. Linux only.
 */
export const SCTP_DSTADDRV6: number | undefined = table.SCTP_DSTADDRV6;
/** Flag of a message: it may overtake others of its stream. Linux only. */
export const SCTP_UNORDERED: number | undefined = table.SCTP_UNORDERED;
/** Flag of a message: send it to the given address, not to the primary one. Linux only. */
export const SCTP_ADDR_OVER: number | undefined = table.SCTP_ADDR_OVER;
/** Flag of a message: abort the connection, the data being the reason. Linux only. */
export const SCTP_ABORT: number | undefined = table.SCTP_ABORT;
/** Flag of a message: the peer should acknowledge it at once. Linux only. */
export const SCTP_SACK_IMMEDIATELY: number | undefined = table.SCTP_SACK_IMMEDIATELY;
/** Flag of a message without data: shut the connection down. Linux only. */
export const SCTP_EOF: number | undefined = table.SCTP_EOF;
/** When to give a message up: never. Linux only. */
export const SCTP_PR_SCTP_NONE: number | undefined = table.SCTP_PR_SCTP_NONE;
/** When to give a message up: after so many milliseconds. Linux only. */
export const SCTP_PR_SCTP_TTL: number | undefined = table.SCTP_PR_SCTP_TTL;
/** When to give a message up: after so many repetitions. Linux only. */
export const SCTP_PR_SCTP_RTX: number | undefined = table.SCTP_PR_SCTP_RTX;
/** When to give a message up: when there is no room for one of higher priority. Linux only. */
export const SCTP_PR_SCTP_PRIO: number | undefined = table.SCTP_PR_SCTP_PRIO;
/** Flag of `SCTP_ENABLE_STREAM_RESET`: the peer may reset streams. Linux only. */
export const SCTP_ENABLE_RESET_STREAM_REQ: number | undefined = table.SCTP_ENABLE_RESET_STREAM_REQ;
/** Flag of `SCTP_ENABLE_STREAM_RESET`: the peer may begin all numbering again. Linux only. */
export const SCTP_ENABLE_RESET_ASSOC_REQ: number | undefined = table.SCTP_ENABLE_RESET_ASSOC_REQ;
/** Flag of `SCTP_ENABLE_STREAM_RESET`: the peer may add streams. Linux only. */
export const SCTP_ENABLE_CHANGE_ASSOC_REQ: number | undefined = table.SCTP_ENABLE_CHANGE_ASSOC_REQ;
/** Flag of `SCTP_RESET_STREAMS`: the streams that come in. Linux only. */
export const SCTP_STREAM_RESET_INCOMING: number | undefined = table.SCTP_STREAM_RESET_INCOMING;
/** Flag of `SCTP_RESET_STREAMS`: the streams that go out. Linux only. */
export const SCTP_STREAM_RESET_OUTGOING: number | undefined = table.SCTP_STREAM_RESET_OUTGOING;
/** `SCTP_STREAM_SCHEDULER`: first come, first served, the default. Linux only. */
export const SCTP_SS_FCFS: number | undefined = table.SCTP_SS_FCFS;
/** `SCTP_STREAM_SCHEDULER`: by priority. Linux only. */
export const SCTP_SS_PRIO: number | undefined = table.SCTP_SS_PRIO;
/** `SCTP_STREAM_SCHEDULER`: one message of each stream in turn. Linux only. */
export const SCTP_SS_RR: number | undefined = table.SCTP_SS_RR;
/** Kind of event: none; asks for `SCTP_SNDRCV` with each message. Linux only. */
export const SCTP_DATA_IO_EVENT: number | undefined = table.SCTP_DATA_IO_EVENT;
/** Kind of event: a connection came up, was lost, or ended. Linux only. */
export const SCTP_ASSOC_CHANGE: number | undefined = table.SCTP_ASSOC_CHANGE;
/** Kind of event: an address of the peer came, went, or does not answer. Linux only. */
export const SCTP_PEER_ADDR_CHANGE: number | undefined = table.SCTP_PEER_ADDR_CHANGE;
/** Kind of event: a message could not be sent; with struct sctp_sndrcvinfo. Linux only. */
export const SCTP_SEND_FAILED: number | undefined = table.SCTP_SEND_FAILED;
/** Kind of event: the peer reports an error. Linux only. */
export const SCTP_REMOTE_ERROR: number | undefined = table.SCTP_REMOTE_ERROR;
/** Kind of event: the peer shuts the connection down. Linux only. */
export const SCTP_SHUTDOWN_EVENT: number | undefined = table.SCTP_SHUTDOWN_EVENT;
/** Kind of event: the rest of a message will not come. Linux only. */
export const SCTP_PARTIAL_DELIVERY_EVENT: number | undefined = table.SCTP_PARTIAL_DELIVERY_EVENT;
/** Kind of event: the peer's adaptation indication. Linux only. */
export const SCTP_ADAPTATION_INDICATION: number | undefined = table.SCTP_ADAPTATION_INDICATION;
/** Kind of event: a key came into use, or went out of it. Linux only. */
export const SCTP_AUTHENTICATION_EVENT: number | undefined = table.SCTP_AUTHENTICATION_EVENT;
/** Kind of event: everything that was sent is acknowledged. Linux only. */
export const SCTP_SENDER_DRY_EVENT: number | undefined = table.SCTP_SENDER_DRY_EVENT;
/** Kind of event: the numbering of streams begins again. Linux only. */
export const SCTP_STREAM_RESET_EVENT: number | undefined = table.SCTP_STREAM_RESET_EVENT;
/** Kind of event: all numbering begins again. Linux only. */
export const SCTP_ASSOC_RESET_EVENT: number | undefined = table.SCTP_ASSOC_RESET_EVENT;
/** Kind of event: there are more streams. Linux only. */
export const SCTP_STREAM_CHANGE_EVENT: number | undefined = table.SCTP_STREAM_CHANGE_EVENT;
/** Kind of event: a message could not be sent; with struct sctp_sndinfo. Linux only. */
export const SCTP_SEND_FAILED_EVENT: number | undefined = table.SCTP_SEND_FAILED_EVENT;
/** `SCTP_ASSOC_CHANGE`: the connection is up. Linux only. */
export const SCTP_COMM_UP: number | undefined = table.SCTP_COMM_UP;
/** `SCTP_ASSOC_CHANGE`: the connection is lost. Linux only. */
export const SCTP_COMM_LOST: number | undefined = table.SCTP_COMM_LOST;
/** `SCTP_ASSOC_CHANGE`: the peer has begun again. Linux only. */
export const SCTP_RESTART: number | undefined = table.SCTP_RESTART;
/** `SCTP_ASSOC_CHANGE`: the connection has ended in order. Linux only. */
export const SCTP_SHUTDOWN_COMP: number | undefined = table.SCTP_SHUTDOWN_COMP;
/** `SCTP_ASSOC_CHANGE`: the connection did not come about. Linux only. */
export const SCTP_CANT_STR_ASSOC: number | undefined = table.SCTP_CANT_STR_ASSOC;
/** `SCTP_PEER_ADDR_CHANGE`: the address answers again. Linux only. */
export const SCTP_ADDR_AVAILABLE: number | undefined = table.SCTP_ADDR_AVAILABLE;
/** `SCTP_PEER_ADDR_CHANGE`: the address does not answer. Linux only. */
export const SCTP_ADDR_UNREACHABLE: number | undefined = table.SCTP_ADDR_UNREACHABLE;
/** `SCTP_PEER_ADDR_CHANGE`: the peer does not have the address any more. Linux only. */
export const SCTP_ADDR_REMOVED: number | undefined = table.SCTP_ADDR_REMOVED;
/** `SCTP_PEER_ADDR_CHANGE`: the peer has one more address. Linux only. */
export const SCTP_ADDR_ADDED: number | undefined = table.SCTP_ADDR_ADDED;
/** `SCTP_PEER_ADDR_CHANGE`: the address is the one to send to now. Linux only. */
export const SCTP_ADDR_MADE_PRIM: number | undefined = table.SCTP_ADDR_MADE_PRIM;
/** `SCTP_PEER_ADDR_CHANGE`: the address is known to be the peer's. Linux only. */
export const SCTP_ADDR_CONFIRMED: number | undefined = table.SCTP_ADDR_CONFIRMED;
/** `SCTP_PEER_ADDR_CHANGE`: the address has begun not to answer. Linux only. */
export const SCTP_ADDR_POTENTIALLY_FAILED: number | undefined = table.SCTP_ADDR_POTENTIALLY_FAILED;
/** State in `SCTP_STATUS`: none. Linux only. */
export const SCTP_EMPTY: number | undefined = table.SCTP_EMPTY;
/** State in `SCTP_STATUS`: not connected. Linux only. */
export const SCTP_CLOSED: number | undefined = table.SCTP_CLOSED;
/** State in `SCTP_STATUS`: connecting, the peer has not answered yet. Linux only. */
export const SCTP_COOKIE_WAIT: number | undefined = table.SCTP_COOKIE_WAIT;
/** State in `SCTP_STATUS`: connecting, the peer has answered. Linux only. */
export const SCTP_COOKIE_ECHOED: number | undefined = table.SCTP_COOKIE_ECHOED;
/** State in `SCTP_STATUS`: connected. Linux only. */
export const SCTP_ESTABLISHED: number | undefined = table.SCTP_ESTABLISHED;
/** State in `SCTP_STATUS`: shutting down once everything is acknowledged. Linux only. */
export const SCTP_SHUTDOWN_PENDING: number | undefined = table.SCTP_SHUTDOWN_PENDING;
/** State in `SCTP_STATUS`: the shutdown is sent. Linux only. */
export const SCTP_SHUTDOWN_SENT: number | undefined = table.SCTP_SHUTDOWN_SENT;
/** State in `SCTP_STATUS`: the peer's shutdown is received. Linux only. */
export const SCTP_SHUTDOWN_RECEIVED: number | undefined = table.SCTP_SHUTDOWN_RECEIVED;
/** State in `SCTP_STATUS`: the peer's shutdown is acknowledged. Linux only. */
export const SCTP_SHUTDOWN_ACK_SENT: number | undefined = table.SCTP_SHUTDOWN_ACK_SENT;
/** State of an address of the peer: it does not answer. Linux only. */
export const SCTP_INACTIVE: number | undefined = table.SCTP_INACTIVE;
/** State of an address of the peer: it has begun not to answer. Linux only. */
export const SCTP_PF: number | undefined = table.SCTP_PF;
/** State of an address of the peer: it answers. Linux only. */
export const SCTP_ACTIVE: number | undefined = table.SCTP_ACTIVE;
/** State of an address of the peer: not known to be the peer's yet. Linux only. */
export const SCTP_UNCONFIRMED: number | undefined = table.SCTP_UNCONFIRMED;
