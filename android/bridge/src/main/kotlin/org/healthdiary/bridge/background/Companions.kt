package org.healthdiary.bridge.background

import android.bluetooth.le.ScanFilter
import android.companion.AssociationRequest
import android.companion.BluetoothLeDeviceFilter
import android.companion.CompanionDeviceManager
import android.content.Context
import android.content.IntentSender
import android.content.pm.PackageManager
import android.os.Build
import android.os.Handler
import android.os.Looper
import androidx.annotation.RequiresApi
import androidx.core.content.getSystemService

/**
 * The devices that the system itself knows to go with this app: when one shows itself, it starts the app, also where it was put to sleep.
 * From Android 12 on; before, and for whoever says no, a scan by address is left.
 */
internal class Companions(
    private val context: Context,
) {
    private val manager
        get() =
            context.getSystemService<CompanionDeviceManager>().takeIf {
                Build.VERSION.SDK_INT >= Build.VERSION_CODES.S &&
                    context.packageManager.hasSystemFeature(PackageManager.FEATURE_COMPANION_DEVICE_SETUP)
            }

    /** Whether this phone can do it. */
    val possible: Boolean get() = manager != null

    /** Where those devices are found. */
    val addresses: Set<String> get() = manager?.let { known(it).keys }.orEmpty()

    /** Looks for a device, and gives [show] the system's question, which an activity puts to a person; whether it could look. */
    fun ask(
        address: String,
        show: (IntentSender) -> Unit,
    ): Boolean {
        val manager = manager ?: return false
        val device = BluetoothLeDeviceFilter.Builder().setScanFilter(ScanFilter.Builder().setDeviceAddress(address).build()).build()
        val request = AssociationRequest.Builder().addDeviceFilter(device).setSingleDevice(true).build()
        return runCatching { manager.associate(request, Question(show), Handler(Looper.getMainLooper())) }.isSuccess
    }

    /** Has the system look out for those of [wanted] that go with the app, and lets the others go; those that it looks out for. */
    fun watch(wanted: Set<String>): Set<String> {
        val manager = manager ?: return emptySet()
        val known = known(manager)
        known.filterKeys { it !in wanted }.values.forEach { manager.letGo(it) }
        return if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            known.filterKeys { it in wanted }.filterValues { manager.lookOut(it) }.keys
        } else {
            emptySet()
        }
    }

    /** By their addresses as this app writes them, as the system writes them. */
    @Suppress("DEPRECATION") // What takes its place begins with Android 13.
    private fun known(manager: CompanionDeviceManager): Map<String, String> = manager.associations.associateBy { it.uppercase() }

    @Suppress("DEPRECATION") // What takes its place begins with Android 13.
    private fun CompanionDeviceManager.letGo(device: String) {
        runCatching { disassociate(device) }
    }

    /** Whether it does: it refuses where the device was let go meanwhile. */
    @RequiresApi(Build.VERSION_CODES.S)
    private fun CompanionDeviceManager.lookOut(device: String) = runCatching { startObservingDevicePresence(device) }.isSuccess

    private class Question(
        private val show: (IntentSender) -> Unit,
    ) : CompanionDeviceManager.Callback() {
        @Deprecated("from Android 13 on the system calls it by another name, which leads here")
        override fun onDeviceFound(intentSender: IntentSender) = show(intentSender)

        /** Nobody was found, or somebody said no: the scan goes on. */
        override fun onFailure(error: CharSequence?) = Unit
    }
}
