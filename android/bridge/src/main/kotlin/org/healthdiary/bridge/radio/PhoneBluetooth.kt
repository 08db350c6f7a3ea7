package org.healthdiary.bridge.radio

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.location.LocationManager
import android.os.Build
import androidx.core.content.ContextCompat
import androidx.core.content.getSystemService
import androidx.core.location.LocationManagerCompat

/** What stands between the app and a device: what a person has to allow, and what has to be on. */
public object PhoneBluetooth {
    /** Whether Bluetooth is on. */
    public fun isOn(context: Context): Boolean = Adapter(context).isOn

    /** The permissions that are asked for. */
    public val needed: Array<String>
        get() =
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
                arrayOf(Manifest.permission.BLUETOOTH_SCAN, Manifest.permission.BLUETOOTH_CONNECT)
            } else {
                arrayOf(Manifest.permission.ACCESS_FINE_LOCATION)
            }

    /** Whether they are all given. */
    public fun given(context: Context): Boolean =
        needed.all { ContextCompat.checkSelfPermission(context, it) == PackageManager.PERMISSION_GRANTED }

    /** Whether the phone finds devices as far as location goes; none from Android 12 on, which does not ask for it. */
    public fun locationOn(context: Context): Boolean? =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            null
        } else {
            context.getSystemService<LocationManager>()?.let(LocationManagerCompat::isLocationEnabled) ?: false
        }
}
