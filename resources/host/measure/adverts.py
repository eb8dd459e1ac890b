# Does what adverts.pl does, where there is python3 and no perl: on hosts of the RHEL family.
import ctypes
import select
import socket
import struct
import sys
import time

device, own, vrid, run, step, seconds = sys.argv[1:7]
peers = sys.argv[7:]
vrid, run, step, seconds = int(vrid), int(run), float(step) / 1000, float(seconds)

# What is heard is taken before any firewall: whether it lets VRRP in is another question.
incoming = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0)
rules = [(0x30, 0, 0, 9), (0x15, 0, 3, 112), (0x30, 0, 0, 21), (0x15, 0, 1, vrid), (6, 0, 0, 256), (6, 0, 0, 0)]
program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
incoming.setsockopt(socket.SOL_SOCKET, 26, struct.pack("HL", len(rules), ctypes.addressof(program)))
incoming.bind((device, 0x0800))
incoming.setblocking(False)

outgoing = socket.socket(socket.AF_INET, socket.SOCK_RAW, 255)
outgoing.setsockopt(socket.SOL_SOCKET, 25, device.encode() + b"\0")
source = socket.inet_aton(own)


# VRRP version 3 (RFC 9568, section 5.2) of the lowest priority; the number of the run and of the advert stand where addresses would.
def advert(target, number):
    def body(checksum):
        return struct.pack("!BBBBHHII", 0x31, vrid, 1, 2, 100, checksum, run, number)

    words = struct.unpack("!14H", source + target + struct.pack("!BBH", 0, 112, 16) + body(0))
    total = sum(words)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0xC0, 36, 0, 0x4000, 255, 112, 0, source, target) + body(~total & 0xFFFF)


places = {socket.inet_aton(peer): place for place, peer in enumerate(peers)}
most = 1.2 * len(peers) * (seconds + 3) / step
heard = []
number = 0
begun = time.monotonic()
# Those that began later are heard to their end.
last, stop, following = begun + seconds, begun + seconds + 2, begun
while True:
    at = time.monotonic()
    if at >= stop:
        break
    sends = following < last
    if sends and at >= following:
        for target in places:
            try:
                outgoing.sendto(advert(target, number), (socket.inet_ntoa(target), 0))
            except OSError:
                pass
        number += 1
        # From now on, as keepalived does: what was late does not come sooner the next time.
        following = at + step
        continue
    if not select.select([incoming], [], [], (following if sends else stop) - at)[0]:
        continue
    came = time.monotonic()
    while True:
        try:
            packet = incoming.recv(256)
        except BlockingIOError:
            break
        if len(packet) < 36:
            continue
        sender, target, of, which = struct.unpack("!12x4s4s8xII", packet[:36])
        if of == run and target == source and sender in places and len(heard) < most:
            heard.append("%d %d %d" % (places[sender], which, (came - begun) * 1e6))
print("\n".join(["sent %d" % number] + heard))
