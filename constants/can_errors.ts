/**
 * Error reports of CAN controllers: frames with `CAN_ERR_FLAG`, whose identifier has the classes of
 * the error, and whose data says more. `CAN_RAW_ERR_FILTER` takes the classes to be told of. See
 * linux/can/error.h.
 */
import { table } from "./table.ts";

/** How many bytes of data an error report has. Linux only. */
export const CAN_ERR_DLC: number | undefined = table.CAN_ERR_DLC;
/** Class of error: sending took too long, by the driver's clock. Linux only. */
export const CAN_ERR_TX_TIMEOUT: number | undefined = table.CAN_ERR_TX_TIMEOUT;
/** Class of error: arbitration lost; `data[0]` says at which bit. Linux only. */
export const CAN_ERR_LOSTARB: number | undefined = table.CAN_ERR_LOSTARB;
/** Class of error: trouble of the controller, in `data[1]`. Linux only. */
export const CAN_ERR_CRTL: number | undefined = table.CAN_ERR_CRTL;
/**
 * Class of error: the protocol was violated; how, in `data[2]`, and where, in `data[3]`. Linux
 * only.
 */
export const CAN_ERR_PROT: number | undefined = table.CAN_ERR_PROT;
/** Class of error: state of the transceiver, in `data[4]`. Linux only. */
export const CAN_ERR_TRX: number | undefined = table.CAN_ERR_TRX;
/** Class of error: nobody acknowledged what was sent. Linux only. */
export const CAN_ERR_ACK: number | undefined = table.CAN_ERR_ACK;
/** Class of error: the controller has left the bus. Linux only. */
export const CAN_ERR_BUSOFF: number | undefined = table.CAN_ERR_BUSOFF;
/** Class of error: an error on the bus, of which there may be a flood. Linux only. */
export const CAN_ERR_BUSERROR: number | undefined = table.CAN_ERR_BUSERROR;
/** Class of error: the controller was restarted. Linux only. */
export const CAN_ERR_RESTARTED: number | undefined = table.CAN_ERR_RESTARTED;
/**
 * Class of error: the counters of errors in sending, `data[6]`, and in receiving, `data[7]`. Linux
 * only.
 */
export const CAN_ERR_CNT: number | undefined = table.CAN_ERR_CNT;
/** `CAN_ERR_LOSTARB`: the bit is not known. Linux only. */
export const CAN_ERR_LOSTARB_UNSPEC: number | undefined = table.CAN_ERR_LOSTARB_UNSPEC;
/** `CAN_ERR_CRTL`: not known what. Linux only. */
export const CAN_ERR_CRTL_UNSPEC: number | undefined = table.CAN_ERR_CRTL_UNSPEC;
/** Flag of `CAN_ERR_CRTL`: the receive buffer overflowed. Linux only. */
export const CAN_ERR_CRTL_RX_OVERFLOW: number | undefined = table.CAN_ERR_CRTL_RX_OVERFLOW;
/** Flag of `CAN_ERR_CRTL`: the send buffer overflowed. Linux only. */
export const CAN_ERR_CRTL_TX_OVERFLOW: number | undefined = table.CAN_ERR_CRTL_TX_OVERFLOW;
/** Flag of `CAN_ERR_CRTL`: errors in receiving have reached the level of warning. Linux only. */
export const CAN_ERR_CRTL_RX_WARNING: number | undefined = table.CAN_ERR_CRTL_RX_WARNING;
/** Flag of `CAN_ERR_CRTL`: errors in sending have reached the level of warning. Linux only. */
export const CAN_ERR_CRTL_TX_WARNING: number | undefined = table.CAN_ERR_CRTL_TX_WARNING;
/** Flag of `CAN_ERR_CRTL`: errors in receiving have made the controller passive. Linux only. */
export const CAN_ERR_CRTL_RX_PASSIVE: number | undefined = table.CAN_ERR_CRTL_RX_PASSIVE;
/** Flag of `CAN_ERR_CRTL`: errors in sending have made the controller passive. Linux only. */
export const CAN_ERR_CRTL_TX_PASSIVE: number | undefined = table.CAN_ERR_CRTL_TX_PASSIVE;
/** Flag of `CAN_ERR_CRTL`: the controller has recovered. Linux only. */
export const CAN_ERR_CRTL_ACTIVE: number | undefined = table.CAN_ERR_CRTL_ACTIVE;
/** `CAN_ERR_PROT`, how: not known. Linux only. */
export const CAN_ERR_PROT_UNSPEC: number | undefined = table.CAN_ERR_PROT_UNSPEC;
/** Flag of `CAN_ERR_PROT`, how: a bit was wrong. Linux only. */
export const CAN_ERR_PROT_BIT: number | undefined = table.CAN_ERR_PROT_BIT;
/** Flag of `CAN_ERR_PROT`, how: the form of the frame. Linux only. */
export const CAN_ERR_PROT_FORM: number | undefined = table.CAN_ERR_PROT_FORM;
/** Flag of `CAN_ERR_PROT`, how: bit stuffing. Linux only. */
export const CAN_ERR_PROT_STUFF: number | undefined = table.CAN_ERR_PROT_STUFF;
/** Flag of `CAN_ERR_PROT`, how: a dominant bit could not be sent. Linux only. */
export const CAN_ERR_PROT_BIT0: number | undefined = table.CAN_ERR_PROT_BIT0;
/** Flag of `CAN_ERR_PROT`, how: a recessive bit could not be sent. Linux only. */
export const CAN_ERR_PROT_BIT1: number | undefined = table.CAN_ERR_PROT_BIT1;
/** Flag of `CAN_ERR_PROT`, how: the bus is overloaded. Linux only. */
export const CAN_ERR_PROT_OVERLOAD: number | undefined = table.CAN_ERR_PROT_OVERLOAD;
/** Flag of `CAN_ERR_PROT`, how: an active error was announced. Linux only. */
export const CAN_ERR_PROT_ACTIVE: number | undefined = table.CAN_ERR_PROT_ACTIVE;
/** Flag of `CAN_ERR_PROT`, how: it happened in sending. Linux only. */
export const CAN_ERR_PROT_TX: number | undefined = table.CAN_ERR_PROT_TX;
/** `CAN_ERR_PROT`, where: not known. Linux only. */
export const CAN_ERR_PROT_LOC_UNSPEC: number | undefined = table.CAN_ERR_PROT_LOC_UNSPEC;
/** `CAN_ERR_PROT`, where: at the start of the frame. Linux only. */
export const CAN_ERR_PROT_LOC_SOF: number | undefined = table.CAN_ERR_PROT_LOC_SOF;
/**
 * `CAN_ERR_PROT`, where: in bits 28 to 21 of the identifier, 10 to 3 of a standard one. Linux only.
 */
export const CAN_ERR_PROT_LOC_ID28_21: number | undefined = table.CAN_ERR_PROT_LOC_ID28_21;
/**
 * `CAN_ERR_PROT`, where: in bits 20 to 18 of the identifier, 2 to 0 of a standard one. Linux only.
 */
export const CAN_ERR_PROT_LOC_ID20_18: number | undefined = table.CAN_ERR_PROT_LOC_ID20_18;
/**
 * `CAN_ERR_PROT`, where: in the substitute of the request's bit, or that bit of a standard frame.
 * Linux only.
 */
export const CAN_ERR_PROT_LOC_SRTR: number | undefined = table.CAN_ERR_PROT_LOC_SRTR;
/** `CAN_ERR_PROT`, where: in the bit of extended identifiers. Linux only. */
export const CAN_ERR_PROT_LOC_IDE: number | undefined = table.CAN_ERR_PROT_LOC_IDE;
/** `CAN_ERR_PROT`, where: in bits 17 to 13 of the identifier. Linux only. */
export const CAN_ERR_PROT_LOC_ID17_13: number | undefined = table.CAN_ERR_PROT_LOC_ID17_13;
/** `CAN_ERR_PROT`, where: in bits 12 to 5 of the identifier. Linux only. */
export const CAN_ERR_PROT_LOC_ID12_05: number | undefined = table.CAN_ERR_PROT_LOC_ID12_05;
/** `CAN_ERR_PROT`, where: in bits 4 to 0 of the identifier. Linux only. */
export const CAN_ERR_PROT_LOC_ID04_00: number | undefined = table.CAN_ERR_PROT_LOC_ID04_00;
/** `CAN_ERR_PROT`, where: in the bit of a request for data. Linux only. */
export const CAN_ERR_PROT_LOC_RTR: number | undefined = table.CAN_ERR_PROT_LOC_RTR;
/** `CAN_ERR_PROT`, where: in reserved bit 1. Linux only. */
export const CAN_ERR_PROT_LOC_RES1: number | undefined = table.CAN_ERR_PROT_LOC_RES1;
/** `CAN_ERR_PROT`, where: in reserved bit 0. Linux only. */
export const CAN_ERR_PROT_LOC_RES0: number | undefined = table.CAN_ERR_PROT_LOC_RES0;
/** `CAN_ERR_PROT`, where: in the length. Linux only. */
export const CAN_ERR_PROT_LOC_DLC: number | undefined = table.CAN_ERR_PROT_LOC_DLC;
/** `CAN_ERR_PROT`, where: in the data. Linux only. */
export const CAN_ERR_PROT_LOC_DATA: number | undefined = table.CAN_ERR_PROT_LOC_DATA;
/** `CAN_ERR_PROT`, where: in the check sum. Linux only. */
export const CAN_ERR_PROT_LOC_CRC_SEQ: number | undefined = table.CAN_ERR_PROT_LOC_CRC_SEQ;
/** `CAN_ERR_PROT`, where: in the delimiter of the check sum. Linux only. */
export const CAN_ERR_PROT_LOC_CRC_DEL: number | undefined = table.CAN_ERR_PROT_LOC_CRC_DEL;
/** `CAN_ERR_PROT`, where: in the acknowledgement. Linux only. */
export const CAN_ERR_PROT_LOC_ACK: number | undefined = table.CAN_ERR_PROT_LOC_ACK;
/** `CAN_ERR_PROT`, where: in the delimiter of the acknowledgement. Linux only. */
export const CAN_ERR_PROT_LOC_ACK_DEL: number | undefined = table.CAN_ERR_PROT_LOC_ACK_DEL;
/** `CAN_ERR_PROT`, where: at the end of the frame. Linux only. */
export const CAN_ERR_PROT_LOC_EOF: number | undefined = table.CAN_ERR_PROT_LOC_EOF;
/** `CAN_ERR_PROT`, where: between frames. Linux only. */
export const CAN_ERR_PROT_LOC_INTERM: number | undefined = table.CAN_ERR_PROT_LOC_INTERM;
/** `CAN_ERR_TRX`: not known what. Linux only. */
export const CAN_ERR_TRX_UNSPEC: number | undefined = table.CAN_ERR_TRX_UNSPEC;
/** `CAN_ERR_TRX`: CANH is not connected. Linux only. */
export const CAN_ERR_TRX_CANH_NO_WIRE: number | undefined = table.CAN_ERR_TRX_CANH_NO_WIRE;
/** `CAN_ERR_TRX`: CANH is shorted to the battery. Linux only. */
export const CAN_ERR_TRX_CANH_SHORT_TO_BAT: number | undefined =
  table.CAN_ERR_TRX_CANH_SHORT_TO_BAT;
/** `CAN_ERR_TRX`: CANH is shorted to the supply. Linux only. */
export const CAN_ERR_TRX_CANH_SHORT_TO_VCC: number | undefined =
  table.CAN_ERR_TRX_CANH_SHORT_TO_VCC;
/** `CAN_ERR_TRX`: CANH is shorted to ground. Linux only. */
export const CAN_ERR_TRX_CANH_SHORT_TO_GND: number | undefined =
  table.CAN_ERR_TRX_CANH_SHORT_TO_GND;
/** `CAN_ERR_TRX`: CANL is not connected. Linux only. */
export const CAN_ERR_TRX_CANL_NO_WIRE: number | undefined = table.CAN_ERR_TRX_CANL_NO_WIRE;
/** `CAN_ERR_TRX`: CANL is shorted to the battery. Linux only. */
export const CAN_ERR_TRX_CANL_SHORT_TO_BAT: number | undefined =
  table.CAN_ERR_TRX_CANL_SHORT_TO_BAT;
/** `CAN_ERR_TRX`: CANL is shorted to the supply. Linux only. */
export const CAN_ERR_TRX_CANL_SHORT_TO_VCC: number | undefined =
  table.CAN_ERR_TRX_CANL_SHORT_TO_VCC;
/** `CAN_ERR_TRX`: CANL is shorted to ground. Linux only. */
export const CAN_ERR_TRX_CANL_SHORT_TO_GND: number | undefined =
  table.CAN_ERR_TRX_CANL_SHORT_TO_GND;
/** `CAN_ERR_TRX`: CANL is shorted to CANH. Linux only. */
export const CAN_ERR_TRX_CANL_SHORT_TO_CANH: number | undefined =
  table.CAN_ERR_TRX_CANL_SHORT_TO_CANH;
/** The counter of errors from which on there is a warning. Linux only. */
export const CAN_ERROR_WARNING_THRESHOLD: number | undefined = table.CAN_ERROR_WARNING_THRESHOLD;
/** The counter of errors from which on the controller is passive. Linux only. */
export const CAN_ERROR_PASSIVE_THRESHOLD: number | undefined = table.CAN_ERROR_PASSIVE_THRESHOLD;
/** The counter of errors from which on the controller leaves the bus. Linux only. */
export const CAN_BUS_OFF_THRESHOLD: number | undefined = table.CAN_BUS_OFF_THRESHOLD;
