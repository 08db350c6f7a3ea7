package org.healthdiary.bridge.background

import android.bluetooth.le.BluetoothLeScanner
import android.bluetooth.le.ScanResult
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import androidx.core.content.IntentCompat
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge

/** A known device showed itself; or the phone was started, or the app renewed, and the system has to be asked again. */
public class WakeReceiver : BroadcastReceiver() {
    override fun onReceive(
        context: Context,
        intent: Intent,
    ) {
        val bridge = Bridge.of(context)
        when (intent.action) {
            SEEN -> {
                val seen =
                    IntentCompat
                        .getParcelableArrayListExtra(intent, BluetoothLeScanner.EXTRA_LIST_SCAN_RESULT, ScanResult::class.java)
                        .orEmpty()
                        .map { it.device.address }
                        .distinct()
                val work = goAsync()
                CoroutineScope(Dispatchers.Default).launch {
                    try {
                        seen.forEach { bridge.background.received(it) }
                    } finally {
                        work?.finish()
                    }
                }
            }

            Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED -> {
                bridge.background.wakes.again()
            }
        }
    }

    internal companion object {
        const val SEEN = "org.healthdiary.SEEN"
    }
}
