package org.healthdiary.bridge.radio

import android.bluetooth.BluetoothGatt
import android.bluetooth.BluetoothGattCallback
import android.bluetooth.BluetoothGattCharacteristic
import android.bluetooth.BluetoothGattDescriptor
import android.bluetooth.BluetoothProfile
import org.healthdiary.Clocks
import java.util.UUID

/** The framework's callbacks of every Android version, as what happened. The clocks are read before anything else is done. */
internal class GattCallback(
    private val heard: Heard,
) : BluetoothGattCallback() {
    /** What happened. */
    interface Heard {
        /** The clocks now. */
        fun clocks(): Clocks

        /** A link came up, or went down. */
        fun changed(
            of: BluetoothGatt,
            status: Int,
            connected: Boolean,
            at: Clocks,
        )

        /** A request was answered. */
        fun answer(
            of: BluetoothGatt,
            kind: Operation.Kind,
            uuid: UUID?,
            status: Int,
            bytes: ByteArray,
        )

        /** The device sent a value. */
        fun value(
            of: BluetoothGatt,
            uuid: UUID,
            bytes: ByteArray,
            at: Clocks,
        )

        /** The device offers something else than before. */
        fun servicesChanged(of: BluetoothGatt)
    }

    override fun onConnectionStateChange(
        gatt: BluetoothGatt,
        status: Int,
        newState: Int,
    ) {
        val at = heard.clocks()
        when (newState) {
            BluetoothProfile.STATE_CONNECTED -> heard.changed(gatt, status, true, at)
            BluetoothProfile.STATE_DISCONNECTED -> heard.changed(gatt, status, false, at)
        }
    }

    override fun onServicesDiscovered(
        gatt: BluetoothGatt,
        status: Int,
    ) = heard.answer(gatt, Operation.Kind.DISCOVER, null, status, NOTHING)

    override fun onServiceChanged(gatt: BluetoothGatt) = heard.servicesChanged(gatt)

    override fun onCharacteristicRead(
        gatt: BluetoothGatt,
        characteristic: BluetoothGattCharacteristic,
        value: ByteArray,
        status: Int,
    ) = heard.answer(gatt, Operation.Kind.READ, characteristic.uuid, status, value.copyOf())

    @Deprecated("Android 12 and before call this one")
    @Suppress("DEPRECATION")
    override fun onCharacteristicRead(
        gatt: BluetoothGatt,
        characteristic: BluetoothGattCharacteristic,
        status: Int,
    ) = heard.answer(gatt, Operation.Kind.READ, characteristic.uuid, status, characteristic.value?.copyOf() ?: NOTHING)

    override fun onCharacteristicWrite(
        gatt: BluetoothGatt,
        characteristic: BluetoothGattCharacteristic,
        status: Int,
    ) = heard.answer(gatt, Operation.Kind.WRITE, characteristic.uuid, status, NOTHING)

    override fun onDescriptorWrite(
        gatt: BluetoothGatt,
        descriptor: BluetoothGattDescriptor,
        status: Int,
    ) = heard.answer(gatt, Operation.Kind.CONFIGURE, descriptor.characteristic.uuid, status, NOTHING)

    override fun onCharacteristicChanged(
        gatt: BluetoothGatt,
        characteristic: BluetoothGattCharacteristic,
        value: ByteArray,
    ) {
        val at = heard.clocks()
        heard.value(gatt, characteristic.uuid, value.copyOf(), at)
    }

    @Deprecated("Android 12 and before call this one")
    @Suppress("DEPRECATION")
    override fun onCharacteristicChanged(
        gatt: BluetoothGatt,
        characteristic: BluetoothGattCharacteristic,
    ) {
        val at = heard.clocks()
        // One array for all that comes: taken before the callback returns.
        heard.value(gatt, characteristic.uuid, characteristic.value?.copyOf() ?: NOTHING, at)
    }

    private companion object {
        val NOTHING = ByteArray(0)
    }
}
