package org.healthdiary.bridge.radio

import android.annotation.SuppressLint
import android.bluetooth.BluetoothDevice
import android.bluetooth.BluetoothGatt
import android.bluetooth.BluetoothGattCharacteristic
import android.bluetooth.BluetoothGattDescriptor
import android.content.Context
import org.healthdiary.Clocks
import org.healthdiary.DeviceService
import org.healthdiary.LinkEnd
import org.healthdiary.bridge.PhoneClocks
import java.util.UUID

/** What a link tells by itself. Each call is inside the callback of the framework, with the clocks read first thing in it. */
internal interface LinkEars {
    /** Everything of one link is heard with this held, so that one thing happens after the other. */
    val inOrder: Any

    /** The link came up. */
    fun up(at: Clocks)

    /** The link did not come up. */
    fun failed(at: Clocks)

    /** The link went down. */
    fun down(
        end: LinkEnd,
        at: Clocks,
    )

    /** A value came. */
    fun value(
        uuid: UUID,
        bytes: ByteArray,
        at: Clocks,
    )

    /** The app may not use Bluetooth any more. */
    fun forbidden(at: Clocks)
}

/**
 * One device, and the one [BluetoothGatt] that the phone has for it, kept for as long as the process lives.
 *
 * Why it is kept: a cuff that is paired keeps its subscription, and sends what it has measured as soon as a link is up. Android confirms
 * such an indication whether or not anybody hears it, and the cuff forgets the record. Two things make an app deaf meanwhile: a handle
 * that it has not registered for on this link, and an object that does not know the handle, which is any new one, and any whose services
 * are being discovered. So the object and its services are kept over losses, handles are registered in the callback that tells of the
 * link, and what was discovered before is not discovered again.
 */
@SuppressLint("MissingPermission")
internal class KnownLink(
    private val context: Context,
    val device: BluetoothDevice,
    private val clocks: PhoneClocks,
    private val policy: Policy,
) {
    /** How links are handled. */
    data class Policy(
        /** Keeps what a burst right behind a connection needs; a test shows what is lost otherwise. */
        val keep: Boolean = true,
        val quirks: Quirks = Quirks(),
    )

    /** Who hears of it; nobody between two conversations. */
    @Volatile
    var ears: LinkEars? = null

    private var gatt: BluetoothGatt? = null
    private var state = State.DOWN
    private var failures = 0
    private val operations = Operations { gatt }

    /** What the device offers, as far as it was asked on this link or on one before it. */
    private var known: Map<UUID, BluetoothGattCharacteristic> = emptyMap()
    private var remembered = false

    /** What is subscribed to: kept over losses, since the device keeps it too. */
    private val subscribed = LinkedHashMap<UUID, BluetoothGattCharacteristic>()

    private enum class State { DOWN, COMING, UP }

    /** Whether the link is up. */
    val isUp: Boolean get() = state == State.UP

    /** Brings the link up. [patient] waits for the device however long it is away, and costs the phone less while it does. */
    fun connect(patient: Boolean) {
        state = State.COMING
        if (!policy.keep || failures >= FAILURES_OF_ONE) close()
        val there = gatt
        if (there == null) {
            // Named, because a phone that may choose takes the classic transport with some cuffs.
            gatt = device.connectGatt(context, patient, callback, BluetoothDevice.TRANSPORT_LE)
        } else if (!there.connect()) {
            close()
            gatt = device.connectGatt(context, patient, callback, BluetoothDevice.TRANSPORT_LE)
        }
    }

    /** Lists what the device offers: from memory where that is what keeps the ears open. */
    fun discover(ended: (List<DeviceService>?) -> Unit) {
        if (known.isNotEmpty() && policy.keep) {
            remembered = true
            return ended(known.values.map(::described))
        }
        remembered = false
        operations.add(
            Operation(Operation.Kind.DISCOVER, null, { it.discoverServices() }) { answer, _ ->
                val found = gatt.takeIf { answer == Answer.Done }?.services
                known = found.orEmpty().flatMap { it.characteristics }.associateBy { it.uuid }
                ended(found?.let { known.values.map(::described) })
            },
        )
    }

    /** Reads a characteristic. */
    fun read(
        uuid: UUID,
        ended: (Answer, ByteArray) -> Unit,
    ) = operate(Operation.Kind.READ, uuid, ended) { gatt, characteristic -> gatt.readCharacteristic(characteristic) }

    /** Writes a characteristic, with response. */
    fun write(
        uuid: UUID,
        bytes: ByteArray,
        ended: (Answer) -> Unit,
    ) = operate(Operation.Kind.WRITE, uuid, { answer, _ -> ended(answer) }) { gatt, to -> gatt.send(to, bytes) }

    /** Subscribes: registers on the phone first, then tells the device. */
    fun subscribe(
        uuid: UUID,
        indications: Boolean,
        ended: (Answer) -> Unit,
    ) {
        val wanted =
            if (indications) BluetoothGattDescriptor.ENABLE_INDICATION_VALUE else BluetoothGattDescriptor.ENABLE_NOTIFICATION_VALUE
        operate(Operation.Kind.CONFIGURE, uuid, { answer, _ -> ended(answer) }) { gatt, characteristic ->
            subscribed[uuid] = characteristic
            gatt.setCharacteristicNotification(characteristic, true)
            characteristic.getDescriptor(CLIENT_CONFIGURATION)?.let { gatt.configure(it, wanted) } ?: false
        }
    }

    /** Gives every subscription back, then calls [ended]. What the device refuses is its own affair: the phone hangs up either way. */
    fun giveBack(ended: () -> Unit) {
        val all = subscribed.keys.toList().takeUnless { policy.quirks.leaveSubscribed }.orEmpty()
        var left = all.size
        if (left == 0) return ended()
        for (uuid in all) {
            operate(Operation.Kind.CONFIGURE, uuid, { _, _ -> if (--left == 0) ended() }) { gatt, characteristic ->
                val descriptor = characteristic.getDescriptor(CLIENT_CONFIGURATION)
                descriptor?.let { gatt.configure(it, BluetoothGattDescriptor.DISABLE_NOTIFICATION_VALUE) } ?: false
            }
        }
    }

    /** Takes the link down, or gives up bringing it up. */
    fun hangUp() {
        state = State.DOWN
        operations.forget()
        try {
            gatt?.disconnect()
        } catch (_: SecurityException) {
            // The system has taken the link down with the permission.
            gatt = null
        }
    }

    /** What is remembered of the device is no longer so, or the stack holds on to what it should not: begins anew next time. */
    fun beginAnew() {
        known = emptyMap()
        subscribed.clear()
        close()
    }

    /** Bluetooth was switched off: the stack has forgotten every object. */
    fun adapterOff() {
        state = State.DOWN
        operations.forget()
        close()
    }

    private fun close() {
        try {
            gatt?.close()
        } catch (_: SecurityException) {
            // Nothing is open any more.
        }
        gatt = null
        failures = 0
        // Belongs to the object that is gone.
        known = emptyMap()
    }

    private fun operate(
        kind: Operation.Kind,
        uuid: UUID,
        ended: (Answer, ByteArray) -> Unit,
        send: (BluetoothGatt, BluetoothGattCharacteristic) -> Boolean,
    ) {
        val characteristic = known[uuid] ?: return ended(Answer.Refused(UNLIKELY), ByteArray(0))
        operations.add(Operation(kind, uuid, { send(it, characteristic) }, ended))
    }

    private fun described(of: BluetoothGattCharacteristic) =
        DeviceService(
            uuid = of.uuid.toString(),
            readable = of.properties and BluetoothGattCharacteristic.PROPERTY_READ != 0,
            notify = of.properties and BluetoothGattCharacteristic.PROPERTY_NOTIFY != 0,
            indicate = of.properties and BluetoothGattCharacteristic.PROPERTY_INDICATE != 0,
            writable = of.properties and BluetoothGattCharacteristic.PROPERTY_WRITE != 0,
        )

    /** The framework's word. Whatever it says comes with the object that it says it of: one that was closed has nothing to say. */
    private val callback =
        GattCallback(
            object : GattCallback.Heard {
                override fun clocks() = clocks.now()

                override fun changed(
                    of: BluetoothGatt,
                    status: Int,
                    connected: Boolean,
                    at: Clocks,
                ) = heard(of) { if (connected) cameUp(of, at) else wentDown(status, at) }

                override fun answer(
                    of: BluetoothGatt,
                    kind: Operation.Kind,
                    uuid: UUID?,
                    status: Int,
                    bytes: ByteArray,
                ) = heard(of) { operations.answered(kind, uuid, answerOf(status, remembered), bytes) }

                override fun value(
                    of: BluetoothGatt,
                    uuid: UUID,
                    bytes: ByteArray,
                    at: Clocks,
                ) = heard(of) { ears?.value(uuid, bytes, at) }

                override fun servicesChanged(of: BluetoothGatt) = heard(of) { known = emptyMap() }
            },
        )

    private fun heard(
        of: BluetoothGatt,
        what: () -> Unit,
    ) {
        synchronized(ears?.inOrder ?: this) {
            // A callback can come before `connectGatt` has given the object back.
            if (gatt == null && state == State.COMING) gatt = of
            if (of !== gatt) return
            try {
                what()
            } catch (_: SecurityException) {
                ears?.forbidden(clocks.now())
            }
        }
    }

    private fun cameUp(
        of: BluetoothGatt,
        at: Clocks,
    ) {
        // First of all, before anything is asked: the device may be sending already.
        if (policy.keep) subscribed.values.forEach { of.setCharacteristicNotification(it, true) }
        state = State.UP
        failures = 0
        ears?.up(at)
    }

    private fun wentDown(
        status: Int,
        at: Clocks,
    ) {
        val was = state
        state = State.DOWN
        operations.forget()
        if (was == State.COMING) failures++
        when (was) {
            State.DOWN -> Unit
            State.COMING -> ears?.failed(at)
            State.UP -> ears?.down(endOf(status), at)
        }
    }

    private companion object {
        /** So many attempts fail before the object is taken for the cause (status 133), and another one is made. */
        const val FAILURES_OF_ONE = 2
    }
}
