package org.healthdiary.bridge.background

import android.app.ActivityManager
import android.app.ApplicationExitInfo
import android.content.Context
import android.os.Build
import android.os.PowerManager
import androidx.annotation.RequiresApi
import androidx.core.content.edit
import androidx.core.content.getSystemService
import org.healthdiary.bridge.radio.PhoneBluetooth

/** Whether readings can come by themselves, as the phone says it now. What a phone does not know is none. */
public data class Readiness(
    val bluetoothOn: Boolean,
    /** Whether the app may find devices. */
    val permitted: Boolean,
    val locationOn: Boolean?,
    /** Whether battery saving leaves the app alone. */
    val savingLeavesAlone: Boolean,
    /** Whether the system itself knows every device of the diary. */
    val associated: Boolean?,
    /** Whether somebody stopped the app by force, and the phone was not asked anew since; none before Android 11. */
    val stopped: Boolean?,
    /** When the app was last woken by a device, milliseconds since 1970. */
    val lastWakeMs: Long?,
)

/** Asks the phone. */
internal class Asks(
    private val context: Context,
    private val companions: Companions,
) {
    private val noted = context.getSharedPreferences("receiving", Context.MODE_PRIVATE)

    fun readiness(
        devices: Set<String>,
        lastWakeMs: Long?,
    ) = Readiness(
        bluetoothOn = PhoneBluetooth.isOn(context),
        permitted = PhoneBluetooth.given(context),
        locationOn = PhoneBluetooth.locationOn(context),
        savingLeavesAlone = context.getSystemService<PowerManager>()?.isIgnoringBatteryOptimizations(context.packageName) == true,
        associated = if (companions.possible && devices.isNotEmpty()) companions.addresses.containsAll(devices) else null,
        stopped = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) stopped().any { it > noted.getLong(SEEN, 0) } else null,
        lastWakeMs = lastWakeMs,
    )

    /** The phone is asked anew to wake the app: what was stopped before is over. */
    fun noteGoingOn() {
        val last = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) stopped().firstOrNull() else null
        if (last != null) noted.edit { putLong(SEEN, last) }
    }

    /** When the app was stopped in the phone's settings, the newest first; swiping it away is another reason. */
    @RequiresApi(Build.VERSION_CODES.R)
    private fun stopped(): List<Long> =
        context
            .getSystemService<ActivityManager>()
            ?.getHistoricalProcessExitReasons(context.packageName, 0, LOOKS_BACK)
            .orEmpty()
            .filter { it.reason == ApplicationExitInfo.REASON_USER_REQUESTED }
            .map { it.timestamp }
            .sortedDescending()

    private companion object {
        const val SEEN = "stop-seen"
        const val LOOKS_BACK = 16
    }
}
