package org.healthdiary.bridge.radio

import android.annotation.SuppressLint
import android.bluetooth.BluetoothGatt
import android.bluetooth.BluetoothGattCharacteristic
import android.bluetooth.BluetoothGattDescriptor
import android.bluetooth.BluetoothStatusCodes
import android.os.Build
import androidx.annotation.RequiresApi
import java.util.UUID

/** The descriptor that switches notifications and indications on. */
internal val CLIENT_CONFIGURATION: UUID = UUID.fromString("00002902-0000-1000-8000-00805f9b34fb")

/** Writes with response, by the call that this Android has; whether the request went out. */
@SuppressLint("MissingPermission")
internal fun BluetoothGatt.send(
    to: BluetoothGattCharacteristic,
    bytes: ByteArray,
): Boolean =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
        Newer.send(this, to, bytes)
    } else {
        @Suppress("DEPRECATION")
        to.run {
            writeType = BluetoothGattCharacteristic.WRITE_TYPE_DEFAULT
            value = bytes
            writeCharacteristic(this)
        }
    }

/** Writes the descriptor that switches notifications, indications or neither on; whether the request went out. */
@SuppressLint("MissingPermission")
internal fun BluetoothGatt.configure(
    descriptor: BluetoothGattDescriptor,
    bytes: ByteArray,
): Boolean =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
        Newer.configure(this, descriptor, bytes)
    } else {
        @Suppress("DEPRECATION")
        descriptor.run {
            value = bytes
            writeDescriptor(this)
        }
    }

@RequiresApi(Build.VERSION_CODES.TIRAMISU)
@SuppressLint("MissingPermission")
private object Newer {
    fun send(
        gatt: BluetoothGatt,
        to: BluetoothGattCharacteristic,
        bytes: ByteArray,
    ) = gatt.writeCharacteristic(to, bytes, BluetoothGattCharacteristic.WRITE_TYPE_DEFAULT) == BluetoothStatusCodes.SUCCESS

    fun configure(
        gatt: BluetoothGatt,
        descriptor: BluetoothGattDescriptor,
        bytes: ByteArray,
    ) = gatt.writeDescriptor(descriptor, bytes) == BluetoothStatusCodes.SUCCESS
}
