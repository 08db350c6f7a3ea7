package org.healthdiary.bridge.radio

import android.bluetooth.BluetoothGatt
import android.bluetooth.BluetoothGattCharacteristic
import android.bluetooth.BluetoothGattDescriptor
import android.bluetooth.BluetoothGattService
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.annotation.RealObject
import org.robolectric.shadows.ShadowBluetoothGatt

/**
 * Android's Bluetooth stack as it is between an app's object and a device, after its source: which object may hear what.
 *
 * An indication is confirmed whether or not anybody hears it. It is heard by an object that has registered its handle on this link, and
 * that knows the handle: discovering forgets all handles until the answer is there.
 */
@Implements(BluetoothGatt::class)
class StackShadow : ShadowBluetoothGatt() {
    @RealObject private lateinit var real: BluetoothGatt
    private val air get() = Air.of(real.device.address)

    /** The handles that were registered for, on this link. */
    private val registered = HashSet<Int>()

    /** What the object knows: `mServices`. */
    private var services: List<BluetoothGattService> = emptyList()
    private var closed = false

    @Implementation
    public override fun connect(): Boolean = air.connect(this)

    @Implementation
    override fun disconnect() {
        air.permitted()
        air.hangUp(this)
    }

    @Implementation
    override fun close() {
        closed = true
        air.closed(this)
    }

    @Implementation
    override fun getServices(): List<BluetoothGattService> = services

    @Implementation
    override fun discoverServices(): Boolean {
        air.permitted()
        services = emptyList()
        return air.ask(this, "discover", null) { status ->
            if (status == 0) services = air.offered()
            gattCallback.onServicesDiscovered(real, status)
        }
    }

    @Implementation
    override fun setCharacteristicNotification(
        characteristic: BluetoothGattCharacteristic,
        enable: Boolean,
    ): Boolean {
        air.permitted()
        if (enable) registered += characteristic.instanceId else registered -= characteristic.instanceId
        return true
    }

    @Implementation
    override fun readCharacteristic(characteristic: BluetoothGattCharacteristic): Boolean {
        air.permitted()
        return air.ask(this, "read", characteristic.uuid) { status ->
            gattCallback.onCharacteristicRead(real, characteristic, air.reads(characteristic.uuid), status)
        }
    }

    @Implementation
    override fun writeCharacteristic(
        characteristic: BluetoothGattCharacteristic,
        value: ByteArray,
        writeType: Int,
    ): Int {
        air.permitted()
        val sent = air.ask(this, "write", characteristic.uuid) { gattCallback.onCharacteristicWrite(real, characteristic, it) }
        return if (sent) 0 else BluetoothGatt.GATT_FAILURE
    }

    @Implementation
    override fun writeDescriptor(
        descriptor: BluetoothGattDescriptor,
        value: ByteArray,
    ): Int {
        air.permitted()
        val sent =
            air.ask(this, "configure", descriptor.characteristic.uuid) { status ->
                if (status == 0) air.configured(descriptor.characteristic, value[0].toInt() != 0)
                gattCallback.onDescriptorWrite(real, descriptor, status)
                air.burst()
            }
        return if (sent) 0 else BluetoothGatt.GATT_FAILURE
    }

    /** The link came up. */
    fun cameUp() = gattCallback.onConnectionStateChange(real, 0, BluetoothGatt.STATE_CONNECTED)

    /** The link went down: what was registered on it goes with it. */
    fun wentDown(status: Int) {
        registered.clear()
        if (!closed) gattCallback.onConnectionStateChange(real, status, BluetoothGatt.STATE_DISCONNECTED)
    }

    /** An indication came, and was confirmed. */
    fun indicated(
        handle: Int,
        bytes: ByteArray,
    ) {
        // "no one interested, ack now"
        if (closed || handle !in registered) return
        val known = services.flatMap { it.characteristics }.firstOrNull { it.instanceId == handle } ?: return
        gattCallback.onCharacteristicChanged(real, known, bytes)
    }
}
