"""Virtual Bluetooth controllers that are in range of each other, by Linux's /dev/vhci.

Each argument is the device address of one, with "/down" after it for one to be left down. Prints
the adapter number of each, and serves them until its input ends.

They are classic controllers of the plainest kind: no low energy, no pairing, no eSCO. Whatever
command they do not know they claim to have done.
"""
import errno
import fcntl
import os
import selectors
import socket
import struct
import sys
import threading

COMMAND, ACL, SCO, EVENT, VENDOR = 1, 2, 3, 4, 0xff
SCO_LINK, ACL_LINK = 0, 1
NO_CONNECTION, PAGE_TIMEOUT, REMOTE_END, LOCAL_END = 0x02, 0x04, 0x13, 0x16
NOTHING = bytes([0, 0, 0])

HCIDEVUP, HCIDEVDOWN = 0x400448c9, 0x400448ca
AF_BLUETOOTH, BTPROTO_HCI = 31, 1

# Events.
CONNECTED, ASKED, DISCONNECTED, NAME, FEATURES = 0x03, 0x04, 0x05, 0x07, 0x0b
COMPLETE, STATUS, SENT = 0x0e, 0x0f, 0x13

# Commands: those of group 1 act later, and are answered by a Command Status at first.
CREATE, DISCONNECT, ADD_SCO, ACCEPT, REJECT = 0x0405, 0x0406, 0x0407, 0x0409, 0x040a
REMOTE_NAME, REMOTE_FEATURES = 0x0419, 0x041b
WRITE_POLICY, WRITE_TIMEOUT, ADDRESS = 0x080d, 0x0c37, 0x1009

RETURNED = {
    0x0c14: b"virtual".ljust(248, b"\0"),  # local name
    0x0c23: bytes(3),  # class of device
    0x0c25: bytes(2),  # voice setting
    0x0c38: bytes([1]),  # how many inquiry codes
    0x0c39: bytes([1, 0x33, 0x8b, 0x9e]),  # and which
    0x1001: struct.pack("<BHBHH", 4, 0, 4, 0xffff, 0),  # versions: 2.1
    0x1002: bytes(64),  # supported commands
    0x1003: bytes(8),  # features
    0x1005: struct.pack("<HBHH", 1021, 64, 8, 8),  # buffers: ACL and SCO
}

controllers = {}
links = {}  # by handle: the two controllers, and the kind


def handle_of(parameters):
    return struct.unpack_from("<H", parameters)[0] & 0xfff


class Controller:
    def __init__(self, text):
        self.address = bytes.fromhex(text.replace(":", ""))[::-1]
        self.file = os.open("/dev/vhci", os.O_RDWR)
        os.write(self.file, bytes([VENDOR, 0]))
        _, _, self.index = struct.unpack("<BBH", os.read(self.file, 4))
        controllers[self.address] = self

    def event(self, code, parameters):
        os.write(self.file, bytes([EVENT, code, len(parameters)]) + parameters)

    def serve(self):
        packet = os.read(self.file, 4096)
        if packet[0] == COMMAND:
            opcode, = struct.unpack_from("<H", packet, 1)
            self.command(opcode, packet[4:])
        elif packet[0] in (ACL, SCO):
            self.data(packet)

    def command(self, opcode, parameters):
        if opcode >> 10 == 1:
            # Both ends may end a link at the same time.
            gone = opcode in (DISCONNECT, ADD_SCO) and handle_of(parameters) not in links
            self.event(STATUS, struct.pack("<BBH", NO_CONNECTION if gone else 0, 1, opcode))
            if not gone:
                self.later(opcode, parameters)
            return
        if opcode == ADDRESS:
            returned = self.address
        elif opcode in (WRITE_POLICY, WRITE_TIMEOUT):
            returned = parameters[:2]
        else:
            returned = RETURNED.get(opcode, b"")
        self.event(COMPLETE, struct.pack("<BHB", 1, opcode, 0) + returned)

    def later(self, opcode, parameters):
        address = parameters[:6]
        if opcode == CREATE:
            if address in controllers:
                controllers[address].event(ASKED, self.address + NOTHING + bytes([ACL_LINK]))
            else:
                self.connected(PAGE_TIMEOUT, 0, address, ACL_LINK)
        elif opcode == ADD_SCO:
            peer = self.peer(handle_of(parameters))
            peer.event(ASKED, self.address + NOTHING + bytes([SCO_LINK]))
        elif opcode in (ACCEPT, REJECT):
            self.answer(controllers[address], parameters[6] if opcode == REJECT else 0)
        elif opcode == DISCONNECT:
            handle = handle_of(parameters)
            peer = self.peer(handle)
            del links[handle]
            self.event(DISCONNECTED, struct.pack("<BHB", 0, handle, LOCAL_END))
            peer.event(DISCONNECTED, struct.pack("<BHB", 0, handle, REMOTE_END))
        elif opcode == REMOTE_NAME:
            self.event(NAME, bytes([0]) + address + RETURNED[0x0c14])
        elif opcode == REMOTE_FEATURES:
            self.event(FEATURES, bytes([0]) + parameters[:2] + bytes(8))

    def answer(self, peer, status):
        """Accepts what the peer asked for: a link of data at first, of voice where that is."""
        exists = any({self, peer} == set(ends) for *ends, _ in links.values())
        kind = SCO_LINK if exists else ACL_LINK
        handle = next(n for n in range(1, 0xf00) if n not in links) if status == 0 else 0
        if status == 0:
            links[handle] = (self, peer, kind)
        self.connected(status, handle, peer.address, kind)
        peer.connected(status, handle, self.address, kind)

    def connected(self, status, handle, address, kind):
        self.event(CONNECTED, struct.pack("<BH", status, handle) + address + bytes([kind, 0]))

    def peer(self, handle):
        one, other, _ = links[handle]
        return other if one is self else one

    def data(self, packet):
        header, = struct.unpack_from("<H", packet, 1)
        handle = handle_of(packet[1:])
        if handle not in links:
            return
        # What a host begins with the bits 00 reaches the other one with 10.
        if packet[0] == ACL and header >> 12 & 3 == 0:
            header |= 2 << 12
        sent = packet[:1] + struct.pack("<H", header) + packet[3:]
        os.write(self.peer(handle).file, sent)
        if packet[0] == ACL:
            self.event(SENT, struct.pack("<BHH", 1, handle, 1))


def bring_up(s, index):
    """The kernel gives up after 2 seconds without an answer, which a busy machine may take."""
    for attempts_left in reversed(range(10)):
        try:
            return fcntl.ioctl(s, HCIDEVUP, index)
        except OSError as error:
            if error.errno == errno.EALREADY:
                return
            if error.errno != errno.ETIMEDOUT or attempts_left == 0:
                raise


def power(made):
    """Brings the adapters up, which takes the answers that the other thread gives."""
    with socket.socket(AF_BLUETOOTH, socket.SOCK_RAW, BTPROTO_HCI) as s:
        for controller, down in made:
            bring_up(s, controller.index)
            if down:
                fcntl.ioctl(s, HCIDEVDOWN, controller.index)
            print(controller.index, flush=True)


made = []
for argument in sys.argv[1:]:
    text, _, down = argument.partition("/")
    made.append((Controller(text), down))

selector = selectors.DefaultSelector()
selector.register(sys.stdin, selectors.EVENT_READ)
for controller, _ in made:
    selector.register(controller.file, selectors.EVENT_READ, controller)
threading.Thread(target=power, args=[made], daemon=True).start()
while True:
    for key, _ in selector.select():
        if key.data is None:
            os._exit(0)
        key.data.serve()
