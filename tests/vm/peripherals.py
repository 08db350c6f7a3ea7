#!/usr/bin/env python3
"""Emulated cuffs and an oximeter in the air of a virtual machine (Bumble), and a port to steer them by.

They keep each record until its indication was confirmed, and hang up once they have nothing more to give, as real cuffs do.

  PLAIN   F0:00:00:00:00:01  a blood-pressure cuff, open
  KEPT    F0:00:00:00:00:02  the same, which speaks to a paired phone only
  OXI     F0:00:00:00:00:03  a pulse oximeter that gives its memory when asked (Record Access Control Point), and shows what it
                             measures, once a second, to whoever listens
  MUTE    F0:00:00:00:00:04  a cuff that does not advertise what it is
  TWO     F0:00:00:00:00:05  a cuff with two users whose clock is three days and an hour slow

Steered over TCP, one command a line, one JSON object back:
  state NAME | queue NAME N (measure N more) | cut NAME K... (end the link after K confirmed records of the next transfer,
  -K: in the middle of the K-th; one K for each of the next transfers) | vanish NAME SECONDS (out of reach for so long, in
  the middle of the next transfer) | pace NAME SECONDS (from one record to the next) | wear NAME N (a finger for N seconds,
  once somebody listens; then it hangs up) | quit
"""
import argparse
import asyncio
import datetime
import json
import struct
import sys

from bumble import att, core, gatt, hci
from bumble.controller import Controller
from bumble.core import AdvertisingData, UUID
from bumble.device import Device, DeviceConfiguration
from bumble.host import Host
from bumble.keys import MemoryKeyStore
from bumble.link import LocalLink
from bumble.pairing import PairingConfig, PairingDelegate
from bumble.transport import open_transport
from bumble.transport.common import AsyncPipeSink

P = gatt.Characteristic.Properties
PERM = att.Attribute.Permissions
BLOOD_PRESSURE, SPOT_CHECK, CONTINUOUS, RACP, DATE_TIME = 0x2A35, 0x2A5E, 0x2A5F, 0x2A52, 0x2A08
SLOW = datetime.timedelta(days=3, hours=1)


def sfloat(value, exponent=0):
    """An IEEE 11073 SFLOAT: 4 bits of exponent, 12 of mantissa."""
    return struct.pack("<H", ((exponent & 0xF) << 12) | (round(value / 10**exponent) & 0xFFF))


def date_time(when):
    return struct.pack("<HBBBBB", when.year, when.month, when.day, when.hour, when.minute, when.second)


def stamp(number, slow):
    """The device's clock at its record of that number: a minute apart, the first an hour ago."""
    now = datetime.datetime.now(datetime.timezone.utc) - (SLOW if slow else datetime.timedelta())
    return date_time(now - datetime.timedelta(hours=1) + datetime.timedelta(minutes=number))


class Air(LocalLink):
    """Bumble's link stamps data with the sender's random address, and BlueZ speaks from its public one."""

    def send_acl_data(self, sender, destination, transport, data):
        if transport != core.PhysicalTransport.LE:
            return super().send_acl_data(sender, destination, transport, data)
        connection = sender.le_connections.get(destination)
        receiver = self.find_le_controller(destination)
        if connection and receiver:
            asyncio.get_running_loop().call_soon(receiver.on_link_acl_data, connection.self_address, transport, data)


class HostController(Controller):
    """The controller that Linux gets: with the two events that it waits for and Bumble leaves out."""

    def send_hci_packet(self, packet):
        if isinstance(packet, hci.HCI_LE_Connection_Complete_Event):
            packet = hci.HCI_LE_Enhanced_Connection_Complete_Event(
                status=packet.status, connection_handle=packet.connection_handle, role=packet.role,
                peer_address_type=packet.peer_address_type, peer_address=packet.peer_address,
                local_resolvable_private_address=hci.Address.ANY, peer_resolvable_private_address=hci.Address.ANY,
                connection_interval=packet.connection_interval, peripheral_latency=packet.peripheral_latency,
                supervision_timeout=packet.supervision_timeout,
                central_clock_accuracy=packet.central_clock_accuracy)
        super().send_hci_packet(packet)

    def on_hci_le_create_connection_cancel_command(self, _command):
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        asyncio.get_running_loop().call_soon(self.send_hci_packet, hci.HCI_LE_Connection_Complete_Event(
            status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR, connection_handle=0, role=hci.Role.CENTRAL,
            peer_address_type=pending.peer_address_type, peer_address=pending.peer_address, connection_interval=0,
            peripheral_latency=0, supervision_timeout=0, central_clock_accuracy=0))
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)


class Peripheral:
    def __init__(self, link, name, address, advertised, services, paired_only=False, users=1, slow=False):
        self.name, self.paired_only, self.users, self.slow = name, paired_only, users, slow
        self.memory, self.taken, self.confirmed, self.cuts, self.vanish = [], 0, [], [], 0.0
        self.pace, self.worn, self.streamed = 0.05, 0, 0
        self.connection, self.task, self.characteristics = None, None, {}
        data = [(AdvertisingData.FLAGS, b"\x06")]
        if advertised:
            uuids = b"".join(struct.pack("<H", uuid) for uuid in advertised)
            data.append((AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, uuids))
        data.append((AdvertisingData.COMPLETE_LOCAL_NAME, name.encode()))
        configuration = DeviceConfiguration(
            name=name, address=hci.Address(address), advertising_data=bytes(AdvertisingData(data)),
            advertising_interval_min=100.0, advertising_interval_max=100.0, irk=bytes([int(address[-2:], 16)] * 16),
            identity_address_type=hci.Address.RANDOM_DEVICE_ADDRESS)
        controller = Controller(name, link=link)
        self.device = Device(config=configuration, host=Host(controller, AsyncPipeSink(controller)))
        self.device.keystore = MemoryKeyStore()
        self.device.pairing_config_factory = lambda _: PairingConfig(
            sc=True, mitm=False, bonding=True, delegate=PairingDelegate(PairingDelegate.NO_OUTPUT_NO_INPUT))
        for service in services:
            self.device.add_service(service(self))
        self.device.on("connection", self.connected)

    def note(self, what):
        print(f"{self.name}: {what}", flush=True)

    def characteristic(self, uuid, properties, value=b"", permissions=PERM.READABLE):
        characteristic = gatt.Characteristic(UUID.from_16_bits(uuid), properties, permissions, value, [])
        if self.paired_only and properties & P.INDICATE:
            characteristic.descriptors.append(gatt.Descriptor(
                UUID.from_16_bits(0x2902), PERM.READABLE | PERM.WRITEABLE | PERM.WRITE_REQUIRES_ENCRYPTION,
                self.device.gatt_server.make_descriptor_value(characteristic)))
        self.characteristics[uuid] = characteristic
        characteristic.on("subscription",
                          lambda _, notify, indicate, uuid=uuid: self.subscribed(uuid, indicate, notify))
        return characteristic

    # --- what it measures -------------------------------------------------------------------------------------------

    def measure(self, number):
        # A record's bytes are made once: sent again, it is the same.
        for _ in range(number):
            self.memory.append((self.taken, self.record(self.taken)))
            self.taken += 1

    def record(self, number):
        if self.name == "OXI":
            # Flags: time stamp.
            return bytes([0x01]) + sfloat(97 - number % 5) + sfloat(60 + number) + stamp(number, self.slow)
        # Flags: time stamp, pulse, user, status; mmHg.
        return (bytes([0x1E]) + sfloat(110 + number) + sfloat(70 + number) + sfloat(83 + number)
                + stamp(number, self.slow) + sfloat(60 + number) + bytes([number % self.users]) + b"\x00\x00")

    # --- the link ---------------------------------------------------------------------------------------------------

    def connected(self, connection):
        self.connection = connection
        self.note("connected")
        connection.on("disconnection", self.disconnected)

    def disconnected(self, reason):
        self.note(f"link down, 0x{reason:02x}, {len(self.memory)} left")
        self.connection = None
        if self.task:
            self.task.cancel()
            self.task = None
        asyncio.ensure_future(self.come_back())

    async def come_back(self):
        if self.vanish:
            away, self.vanish = self.vanish, 0.0
            await asyncio.sleep(away)
        await self.advertise()

    async def advertise(self):
        try:
            await self.device.start_advertising(auto_restart=False)
        except Exception as error:  # the world goes on
            self.note(f"does not advertise: {error!r}")

    def subscribed(self, uuid, indicate, notify):
        self.note(f"subscription of {uuid:04x}: {indicate} {notify}")
        if uuid == CONTINUOUS and notify and self.worn:
            self.begin(self.stream())
        if uuid == BLOOD_PRESSURE and indicate:
            self.begin(self.burst())

    def begin(self, work):
        if self.task:
            self.task.cancel()
        self.task = asyncio.ensure_future(work)

    async def burst(self):
        connection = self.connection
        await asyncio.sleep(0.2)
        if await self.give(BLOOD_PRESSURE, connection) and self.connection is connection:
            await asyncio.sleep(0.3)
            await connection.disconnect()

    async def give(self, uuid, connection):
        """Indicates the memory, oldest first; forgets each record once confirmed. False: the link ended first."""
        given, cut = 0, self.cuts.pop(0) if self.memory and self.cuts else 0
        while self.memory and self.connection is connection:
            (number, value), given = self.memory[0], given + 1
            if given == -cut:
                asyncio.ensure_future(self.device.indicate_subscriber(connection, self.characteristics[uuid], value))
                await asyncio.sleep(0)
                await self.end(connection)
                return False
            await self.device.indicate_subscriber(connection, self.characteristics[uuid], value)
            self.memory.pop(0)
            self.confirmed.append(number)
            self.note(f"record {number} confirmed")
            if given == cut or (self.vanish and given == 1):
                await self.end(connection)
                return False
            await asyncio.sleep(self.pace)
        return self.connection is connection

    async def stream(self):
        """A value a second while the finger is in, then the end. What a link's end cuts off is worn on the next."""
        connection = self.connection
        while self.worn and self.connection is connection:
            self.worn -= 1
            value = bytes([0x00]) + sfloat(96) + sfloat(62)
            await self.device.notify_subscriber(connection, self.characteristics[CONTINUOUS], value)
            self.streamed += 1
            await asyncio.sleep(1.0)
        if self.connection is connection:
            await connection.disconnect()

    @staticmethod
    async def end(connection):
        # A supervision time-out: nobody said goodbye.
        await connection.disconnect(0x08)

    def racp(self, connection, request):
        self.begin(self.answer(connection, bytes(request)))

    async def answer(self, connection, request):
        control = self.characteristics[RACP]
        if request[:2] == b"\x04\x01":
            answer = b"\x05\x00" + struct.pack("<H", len(self.memory))
        elif request[:2] == b"\x01\x01":
            if not self.memory:
                answer = b"\x06\x00\x01\x06"
            elif await self.give(SPOT_CHECK, connection):
                answer = b"\x06\x00\x01\x01"
            else:
                return
        else:
            self.note(f"REFUSED {request.hex()}")
            answer = bytes([0x06, 0x00, request[0], 0x02])
        await self.device.indicate_subscriber(connection, control, answer)

    def state(self):
        return {"taken": self.taken, "left": len(self.memory), "confirmed": self.confirmed, "cuts": len(self.cuts),
                "streamed": self.streamed, "connected": self.connection is not None}


def service(uuid, *characteristics):
    return gatt.Service(UUID.from_16_bits(uuid), list(characteristics))


def blood_pressure(p):
    encrypted = PERM.READ_REQUIRES_ENCRYPTION if p.paired_only else PERM(0)
    of = [p.characteristic(BLOOD_PRESSURE, P.INDICATE),
          p.characteristic(0x2A49, P.READ, struct.pack("<H", 0x0025), PERM.READABLE | encrypted)]
    if p.slow:
        read = gatt.CharacteristicValue(read=lambda _: date_time(datetime.datetime.now(datetime.timezone.utc) - SLOW))
        of.append(p.characteristic(DATE_TIME, P.READ, read))
    return service(0x1810, *of)


def oximeter(p):
    return service(0x1822, p.characteristic(SPOT_CHECK, P.INDICATE), p.characteristic(CONTINUOUS, P.NOTIFY),
                   p.characteristic(0x2A60, P.READ, struct.pack("<H", 0x0003)),
                   p.characteristic(RACP, P.WRITE | P.INDICATE, gatt.CharacteristicValue(write=p.racp), PERM.WRITEABLE))


def information(p):
    return service(0x180A, p.characteristic(0x2A29, P.READ, b"Virtual Instruments"),
                   p.characteristic(0x2A24, P.READ, p.name.encode()), p.characteristic(0x2A26, P.READ, b"1.7"),
                   p.characteristic(0x2A25, P.READ, f"VM-{p.name}".encode()))


def battery(p):
    # Its answer to a read must not be taken for something that the device sent by itself.
    return service(0x180F, p.characteristic(0x2A19, P.READ | P.NOTIFY, bytes([87])))


DEVICES = [
    ("PLAIN", "F0:00:00:00:00:01", [0x1810], [blood_pressure, information, battery], {}),
    ("KEPT", "F0:00:00:00:00:02", [0x1810], [blood_pressure, information, battery], {"paired_only": True}),
    ("OXI", "F0:00:00:00:00:03", [0x1822], [oximeter, information, battery], {}),
    ("MUTE", "F0:00:00:00:00:04", [], [blood_pressure, information, battery], {}),
    ("TWO", "F0:00:00:00:00:05", [0x1810], [blood_pressure, information, battery], {"users": 2, "slow": True}),
]


def obey(world, words):
    if words[0] == "quit":
        asyncio.get_running_loop().call_later(0.05, sys.exit, 0)
        return {}
    peripheral = world[words[1]]
    if words[0] == "queue":
        peripheral.measure(int(words[2]))
    elif words[0] == "cut":
        peripheral.cuts = [int(word) for word in words[2:]]
    elif words[0] == "vanish":
        peripheral.vanish = float(words[2])
    elif words[0] == "pace":
        peripheral.pace = float(words[2])
    elif words[0] == "wear":
        peripheral.worn = int(words[2])
    elif words[0] != "state":
        return {"error": "unknown command"}
    return peripheral.state()


async def control(world, reader, writer):
    while line := await reader.readline():
        try:
            answer = obey(world, line.decode().split())
        except Exception as error:
            answer = {"error": repr(error)}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
    writer.close()


async def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hci", required=True, help="where the virtual machine's controller is attached")
    arguments.add_argument("--port", type=int, required=True, help="port to steer by, on the loopback")
    asked = arguments.parse_args()
    link = Air()
    transport = await open_transport(asked.hci)
    HostController("hci0", host_source=transport.source, host_sink=transport.sink, link=link,
                   public_address="00:1B:DC:00:00:01")
    world = {name: Peripheral(link, name, address, advertised, services, **more)
             for name, address, advertised, services, more in DEVICES}
    for peripheral in world.values():
        await peripheral.device.power_on()
        await peripheral.advertise()
    server = await asyncio.start_server(lambda r, w: control(world, r, w), "127.0.0.1", asked.port)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
