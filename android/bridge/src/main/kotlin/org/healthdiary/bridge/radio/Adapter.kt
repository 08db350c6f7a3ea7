package org.healthdiary.bridge.radio

import android.bluetooth.BluetoothAdapter
import android.bluetooth.BluetoothManager
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import androidx.core.content.ContextCompat
import androidx.core.content.getSystemService

/** The phone's own Bluetooth, and whether it is on. */
internal class Adapter(
    private val context: Context,
) {
    /** What the framework calls it; nothing on a phone that has none. */
    val bluetooth: BluetoothAdapter? get() = context.getSystemService<BluetoothManager>()?.adapter

    /** Whether it can be used now. */
    val isOn: Boolean get() = bluetooth?.isEnabled == true

    /** Calls [changed] with whether it is on, whenever that changes, until what it gives back is called. */
    fun watch(changed: (Boolean) -> Unit): () -> Unit {
        val receiver =
            object : BroadcastReceiver() {
                override fun onReceive(
                    context: Context,
                    intent: Intent,
                ) {
                    when (intent.getIntExtra(BluetoothAdapter.EXTRA_STATE, BluetoothAdapter.ERROR)) {
                        BluetoothAdapter.STATE_ON -> changed(true)
                        BluetoothAdapter.STATE_OFF -> changed(false)
                    }
                }
            }
        val filter = IntentFilter(BluetoothAdapter.ACTION_STATE_CHANGED)
        ContextCompat.registerReceiver(context, receiver, filter, ContextCompat.RECEIVER_EXPORTED)
        return { context.unregisterReceiver(receiver) }
    }
}
